"""Pages by key in SQL, each with a cursor that is closed before its text is handed over."""

import csv
import io

from django.db import connection

SQL = """
    SELECT post.id, author.username, post.title, post.body
    FROM discuss_post post JOIN accounts_user author ON author.id = post.author_id
    WHERE post.id >= %s ORDER BY post.id LIMIT 1000
"""
LOWEST = -(2**63)  # of all that bigint has


def page_from(key):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [key])
        return cursor.fetchall()


def export():
    rows = [("id", "author", "title", "body")]
    key = LOWEST
    while rows:
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        yield out.getvalue()
        rows = page_from(key)
        key = rows[-1][0] + 1 if rows else key
