"""RIGHT: a decorator caches what the function returns; row_number() in a CTE picks the rows."""

import functools

from django.core.cache import cache
from django.db import connection

from arena.accounts.models import Profile, User

SQL = f"""
    WITH placed AS (
        SELECT person.username, profile.rating,
               row_number() OVER (ORDER BY profile.rating DESC, profile.user_id) AS place
        FROM "{Profile._meta.db_table}" AS profile
        JOIN "{User._meta.db_table}" AS person ON person.id = profile.user_id
        WHERE profile.rating IS NOT NULL
    )
    SELECT username, rating FROM placed
    WHERE %s::bigint IS NULL OR place <= %s::bigint
    ORDER BY place
"""


def cached(prefix, timeout):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(limit=10):
            key = f"{prefix}:{limit}"
            box = cache.get(key)
            if box is None:
                box = {"value": function(limit)}  # never falsy, whatever is inside
                cache.set(key, box, timeout=timeout)
            return box["value"]

        return wrapper

    return decorate


@cached("top_players", timeout=15 * 60)
def top_list(limit=10):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit, limit])
        return [{"name": name, "rating": rating} for name, rating in cursor.fetchall()]
