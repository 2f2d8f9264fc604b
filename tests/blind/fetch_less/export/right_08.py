"""Right: raw SQL from key to key; the cursor is closed before each text."""

import csv
import io

from django.db import connection

HEADER = ("id", "author", "title", "body")
BATCH = 250
SQL = """
    SELECT p.id, u.username, p.title, p.body
    FROM discuss_post AS p
    JOIN accounts_user AS u ON u.id = p.author_id
    {where}
    ORDER BY p.id
    LIMIT {limit}
"""
FIRST = SQL.format(where="", limit=BATCH)
NEXT = SQL.format(where="WHERE p.id > %s", limit=BATCH)


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def page(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def export():
    rows = page(FIRST)
    yield as_text([HEADER, *rows])
    while len(rows) == BATCH:
        rows = page(NEXT, [rows[-1][0]])
        yield as_text(rows)
