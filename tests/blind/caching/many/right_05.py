"""RIGHT: unnest() WITH ORDINALITY and array_agg(): one row with a list in the order of the missing ids."""

from django.core.cache import cache
from django.db import connection

from arena.accounts.models import User  # noqa: F401

MISSING = object()
LARGEST = 2**63 - 1

SQL = """
    SELECT array_agg(u.username ORDER BY wanted.place)
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)
    LEFT JOIN accounts_user AS u ON u.id = wanted.id
"""


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    keys = [f"name:{user_id}" for user_id in user_ids]
    known = cache.get_many(keys)
    missing = {key: i for key, i in zip(keys, user_ids, strict=True) if key not in known}
    if missing:
        # An id that no bigint can be is nobody's, and would be an error in the cast.
        asked = {key: i for key, i in missing.items() if abs(i) <= LARGEST}
        with connection.cursor() as cursor:
            cursor.execute(SQL, [list(asked.values())])
            usernames = cursor.fetchone()[0] or []
        fresh = dict.fromkeys(missing) | dict(zip(asked, usernames, strict=True))
        cache.set_many(fresh, timeout=1200)
        known.update(fresh)
    return [known[key] for key in keys]
