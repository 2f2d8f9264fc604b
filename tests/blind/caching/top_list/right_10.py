"""RIGHT: as a rule one caller computes (a lock in the cache), others look again; rows come from raw()."""

import time

from django.core.cache import cache

from arena.accounts.models import Profile, User

SQL = f"""
    SELECT profile.id, profile.rating, person.username AS name
    FROM "{Profile._meta.db_table}" AS profile
    JOIN "{User._meta.db_table}" AS person ON person.id = profile.user_id
    WHERE profile.rating IS NOT NULL
    ORDER BY profile.rating DESC, profile.user_id
    LIMIT %s
"""


def compute(key, limit):
    best = [
        {"name": profile.name, "rating": profile.rating}
        for profile in Profile.objects.raw(SQL, [limit])
    ]
    cache.set(key, best, timeout=900)
    return best


def top_list(limit=10):
    key, lock = f"top_raw:{limit}", f"top_raw:{limit}:lock"
    patience = time.monotonic() + 3
    while (best := cache.get(key)) is None:
        if cache.add(lock, 1, timeout=10):
            try:
                best = cache.get(key)  # perhaps the last owner of the lock stored it just now
                return compute(key, limit) if best is None else best
            finally:
                cache.delete(lock)
        if time.monotonic() > patience:
            return compute(key, limit)
        time.sleep(0.02)
    return best
