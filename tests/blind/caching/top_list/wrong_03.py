"""WRONG (rule: limits): all limits over 100 share one key: top_list(500) after top_list(200) has 200 rows."""

from django.core.cache import cache

from arena.accounts.models import Profile

SIZES = (10, 25, 50, 100)  # a few keys serve all pages


def top_list(limit=10):
    size = next((size for size in SIZES if limit <= size), None)
    key = f"top_list:size:{size}"
    best = cache.get(key)
    if best is None:
        rows = (
            Profile.objects.filter(rating__isnull=False)
            .order_by("-rating", "user_id")
            .values_list("user__username", "rating")[: size or limit]
        )
        best = [{"name": name, "rating": rating} for name, rating in rows]
        cache.set(key, best, timeout=20 * 60)
    return best[:limit]
