"""All pages share one cursor, which stays open from the first text to the last.

Breaks: slow reader
Fails: slow_reader
"""

import csv
import io

from django.db import connection

SQL = """
    SELECT post.id, author.username, post.title, post.body
    FROM discuss_post post JOIN accounts_user author ON author.id = post.author_id
    WHERE post.id > %s ORDER BY post.id LIMIT 500
"""
BEFORE = -(2**63)  # no post has this key


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([("id", "author", "title", "body")])
    with connection.cursor() as cursor:
        cursor.execute(SQL, [BEFORE])
        while rows := cursor.fetchall():
            yield as_text(rows)
            cursor.execute(SQL, [rows[-1][0]])
