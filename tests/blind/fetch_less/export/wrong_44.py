"""slow reader

The queries are short and no transaction is open, but they share one cursor, which stays open from the
first text to the last: shows if the connection's cursors are looked at between two texts.
"""

import csv
import io

from django.db import connection

HEADER = ("id", "author", "title", "body")
SIZE = 200


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


SQL = """
SELECT post.id, author.username, post.title, post.body
FROM discuss_post AS post JOIN accounts_user AS author ON author.id = post.author_id
WHERE %(last)s::bigint IS NULL OR post.id > %(last)s
ORDER BY post.id LIMIT %(size)s
"""


def export():
    yield as_text([HEADER])
    last = None
    with connection.cursor() as cursor:
        while True:
            cursor.execute(SQL, {"last": last, "size": SIZE})
            rows = cursor.fetchall()
            if rows:
                last = rows[-1][0]
                yield as_text(rows)
            if len(rows) < SIZE:
                break
