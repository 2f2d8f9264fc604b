"""Raw SQL with a cursor that is closed before each text is yielded; "id > last" finds the next 200 posts."""

import csv
import io

from django.db import connections, router

from arena.accounts.models import User
from arena.discuss.models import Post

HEADER = ("id", "author", "title", "body")
ROWS = 200
SQL = f"""
    SELECT post.id, author.username, post.title, post.body
    FROM {Post._meta.db_table} post
    JOIN {User._meta.db_table} author ON author.id = post.author_id
    WHERE %s::bigint IS NULL OR post.id > %s::bigint
    ORDER BY post.id
    LIMIT {ROWS}
"""


def as_text(rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def rows_after(key):
    with connections[router.db_for_read(Post)].cursor() as cursor:
        cursor.execute(SQL, [key, key])
        return cursor.fetchall()


def export():
    yield as_text([HEADER])
    last, count = None, ROWS
    while count == ROWS:
        rows = rows_after(last)
        count = len(rows)
        if rows:
            last = rows[-1][0]
            text = as_text(rows)
            del rows
            yield text
