"""RIGHT: a long list is kept in pages of 100 with a stamp: one trip for the head, one for all pages."""

from uuid import uuid4

from django.core.cache import cache

from arena.accounts.models import Profile

PAGE = 100
TIMEOUT = 40 * 60


def page_keys(stamp, pages):
    return [f"top_pages:{stamp}:{number}" for number in range(pages)]


def load(head_key):
    head = cache.get(head_key)
    if head is None:
        return None
    keys = page_keys(*head)
    found = cache.get_many(keys) if keys else {}
    if len(found) < len(keys):
        return None
    return [row for key in keys for row in found[key]]


def store(head_key, rows):
    pages = [rows[start : start + PAGE] for start in range(0, len(rows), PAGE)]
    stamp = uuid4().hex  # pages of two computations never mix
    if pages:
        cache.set_many(dict(zip(page_keys(stamp, len(pages)), pages)), timeout=TIMEOUT)
    cache.set(head_key, (stamp, len(pages)), timeout=TIMEOUT)


def top_list(limit=10):
    head_key = f"top_pages:{limit}"
    rows = load(head_key)
    if rows is None:
        best = (
            Profile.objects.filter(rating__isnull=False)
            .order_by("-rating", "user_id")
            .values("rating", "user__username")[:limit]
        )
        rows = [{"name": row["user__username"], "rating": row["rating"]} for row in best]
        store(head_key, rows)
    return rows
