"""RIGHT: PostgreSQL makes the whole list as JSON text with one raw query, and the text is cached."""

import json

from django.core.cache import cache
from django.db import connection

from arena.accounts.models import Profile, User

SQL = f"""
    SELECT coalesce(
        json_agg(
            json_build_object('name', best.username, 'rating', best.rating)
            ORDER BY best.rating DESC, best.user_id
        ),
        '[]'
    )::text
    FROM (
        SELECT person.username, profile.rating, profile.user_id
        FROM "{Profile._meta.db_table}" AS profile
        JOIN "{User._meta.db_table}" AS person ON person.id = profile.user_id
        WHERE profile.rating IS NOT NULL
        ORDER BY profile.rating DESC, profile.user_id
        LIMIT %s
    ) AS best
"""


def top_list(limit=10):
    key = f"top_list_sql:{limit}"
    text = cache.get(key)
    if text is None:
        with connection.cursor() as cursor:
            cursor.execute(SQL, [limit])
            [text] = cursor.fetchone()
        cache.set(key, text, timeout=3000)
    return json.loads(text)
