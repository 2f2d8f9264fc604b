"""A loop over a cursor builds no list, and the driver has fetched all rows before the first turn.

Breaks: rows
Fails: memory
"""

import csv
import io

from django.db import connection

SQL = """
    SELECT post.id, author.username, post.title, post.body
    FROM discuss_post post JOIN accounts_user author ON author.id = post.author_id
    ORDER BY post.id
"""


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def export():
    yield as_text([("id", "author", "title", "body")])
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        for row in cursor:
            yield as_text([row])
