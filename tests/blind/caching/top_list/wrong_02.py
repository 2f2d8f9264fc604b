"""WRONG (rule: rows): rank() instead of row_number(): a tie for the last place gives more than `limit`."""

from django.core.cache import cache
from django.db.models import F, Window
from django.db.models.functions import Rank

from arena.accounts.models import Profile


def top_list(limit=10):
    key = f"top_ranked:{limit}"
    best = cache.get(key)
    if best is None:
        rows = (
            Profile.objects.filter(rating__isnull=False)
            .annotate(place=Window(Rank(), order_by=F("rating").desc()))
            .filter(place__lte=limit)
            .order_by("place", "user_id")
            .values_list("user__username", "rating")
        )
        best = [{"name": name, "rating": rating} for name, rating in rows]
        cache.set(key, best, timeout=30 * 60)
    return best
