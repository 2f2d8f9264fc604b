"""losses

A list's key holds only ids, and each row has a key of its own, shared by all lists. When the cache
loses a row but not the list, that person is left out.
"""

from django.core.cache import cache
from django.db.models import F

from arena.accounts.models import Profile


def row_key(pk):
    return f"top_row:{pk}"


def top_list(limit=10):
    key = f"top_list:{limit}"
    ids = cache.get(key)
    if ids is None:
        profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        best = list(profiles.values("pk", "rating", name=F("user__username"))[:limit])
        ids = [row.pop("pk") for row in best]
        rows = {row_key(pk): row for pk, row in zip(ids, best, strict=True)}
        cache.set_many(rows | {key: ids}, timeout=60)
        return best
    if not ids:
        return []
    rows = cache.get_many([row_key(pk) for pk in ids])
    return [rows[row_key(pk)] for pk in ids if row_key(pk) in rows]
