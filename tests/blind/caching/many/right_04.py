"""RIGHT: PostgreSQL makes one JSON object of the missing people, read as text from a cursor."""

import json

from django.core.cache import cache
from django.db import connection

from arena.accounts.models import User

MISSING = object()
TIMEOUT = 300


def name(user_id):
    return names([user_id])[0]


def ask_the_database(user_ids):
    table = connection.ops.quote_name(User._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT COALESCE(json_object_agg(id, username), '{{}}')::text
            FROM {table}
            WHERE id = ANY(%s)
            """,
            [user_ids],
        )
        (text,) = cursor.fetchone()
    usernames = json.loads(text)
    return {user_id: usernames.get(str(user_id)) for user_id in user_ids}


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    cached = cache.get_many({f"name:{user_id}" for user_id in user_ids})
    missing = sorted({user_id for user_id in user_ids if f"name:{user_id}" not in cached})
    if missing:
        fresh = {f"name:{key}": value for key, value in ask_the_database(missing).items()}
        cache.set_many(fresh, timeout=TIMEOUT)
        cached = {**cached, **fresh}
    return [cached[f"name:{user_id}"] for user_id in user_ids]
