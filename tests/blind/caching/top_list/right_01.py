"""RIGHT: plain dictionaries from values_list(), a key for each limit, 10 minutes, None means missing."""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"best_players:{limit}"
    best = cache.get(key)
    if best is None:
        rows = (
            Profile.objects.filter(rating__isnull=False)
            .order_by("-rating", "user_id")
            .values_list("user__username", "rating")[:limit]
        )
        best = [{"name": name, "rating": rating} for name, rating in rows]
        cache.set(key, best, timeout=600)
    return best
