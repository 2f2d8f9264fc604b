"""RIGHT: raw SQL, a cursor per batch that is closed before the batch is yielded; header and first rows in one text."""

import csv
import io

from django.db import connection

from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
BATCH = 300

SQL = """
    SELECT post.id, person.username, post.title, post.body
    FROM discuss_post AS post
    JOIN accounts_user AS person ON person.id = post.author_id
    {where}
    ORDER BY post.id
    LIMIT {limit}
"""
FIRST = SQL.format(where="", limit=BATCH)
LATER = SQL.format(where="WHERE post.id > %s", limit=BATCH)

assert Post._meta.db_table == "discuss_post"


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def fetch(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def export():
    rows = fetch(FIRST, [])
    yield as_text([HEADER, *rows])
    while len(rows) == BATCH:
        rows = fetch(LATER, [rows[-1][0]])
        if rows:
            yield as_text(rows)
