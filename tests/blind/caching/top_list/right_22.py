"""Right: raw SQL with get_or_set(); the cache holds pairs, and the dictionaries are made on each call."""

from functools import partial

from django.core.cache import cache
from django.db import connection

BEST = """
SELECT person.username, profile.rating
FROM accounts_profile profile JOIN accounts_user person ON person.id = profile.user_id
WHERE profile.rating IS NOT NULL
ORDER BY profile.rating DESC, profile.user_id
LIMIT %s
"""


def find(limit):
    with connection.cursor() as cursor:
        cursor.execute(BEST, [limit])
        return cursor.fetchall()


def top_list(limit=10):
    pairs = cache.get_or_set(f"best_pairs:{limit}", partial(find, limit), timeout=600)
    return [{"name": name, "rating": rating} for name, rating in pairs]
