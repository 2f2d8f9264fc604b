"""Raw SQL makes the list, and the cache holds it as JSON text, one key for each limit."""

import json

from django.core.cache import caches
from django.db import connection

from arena.accounts.models import Profile, User

SQL = f"""
    SELECT person.username, profile.rating
    FROM {Profile._meta.db_table} AS profile
    JOIN {User._meta.db_table} AS person ON person.id = profile.user_id
    WHERE profile.rating IS NOT NULL
    ORDER BY profile.rating DESC, profile.user_id ASC
    LIMIT %s
"""


def top_list(limit=10):
    cache = caches["default"]
    key = "top_list_json_%s" % limit
    text = cache.get(key)
    if text is None:
        with connection.cursor() as cursor:
            cursor.execute(SQL, [limit])
            text = json.dumps([{"name": name, "rating": rating} for name, rating in cursor.fetchall()])
        cache.set(key, text, 30 * 60)
    return json.loads(text)
