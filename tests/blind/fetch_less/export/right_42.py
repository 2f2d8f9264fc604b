"""An iterator object asks in SQL for the next 100 posts after the last one that it has told."""

import csv
import io

from django.db import connection

HEADER = ("id", "author", "title", "body")
SLICE = 100

FIRST = """
SELECT post.id, author.username, post.title, post.body
FROM discuss_post AS post JOIN accounts_user AS author ON author.id = post.author_id
ORDER BY post.id LIMIT %(slice)s
"""
NEXT = """
SELECT post.id, author.username, post.title, post.body
FROM discuss_post AS post JOIN accounts_user AS author ON author.id = post.author_id
WHERE post.id > %(last)s
ORDER BY post.id LIMIT %(slice)s
"""


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


class Export:
    """The texts of one export. All that it keeps between two of them is a key."""

    def __init__(self):
        self.begun = False
        self.ended = False
        self.last = None

    def __iter__(self):
        return self

    def __next__(self):
        if not self.begun:
            self.begun = True
            return as_text([HEADER])
        if self.ended:
            raise StopIteration
        with connection.cursor() as cursor:
            cursor.execute(
                FIRST if self.last is None else NEXT, {"last": self.last, "slice": SLICE}
            )
            rows = cursor.fetchall()
        self.ended = len(rows) < SLICE
        if not rows:
            raise StopIteration
        self.last = rows[-1][0]
        return as_text(rows)


def export():
    return Export()
