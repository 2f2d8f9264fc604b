"""RIGHT: raw SQL with LEFT JOINs through a cursor."""

from django.db import connection

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post

SQL = f"""
    SELECT p.title, a.username, e.username, c.title
    FROM {Post._meta.db_table} p
    JOIN {User._meta.db_table} a ON a.id = p.author_id
    LEFT JOIN {User._meta.db_table} e ON e.id = p.editor_id
    LEFT JOIN {Contest._meta.db_table} c ON c.id = p.contest_id
    WHERE p.published_at IS NOT NULL
    ORDER BY p.published_at DESC, p.id DESC
    LIMIT %s
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        keys = ("title", "author", "editor", "contest")
        return [dict(zip(keys, row, strict=True)) for row in cursor.fetchall()]
