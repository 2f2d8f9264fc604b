"""get_or_set() keeps pairs of name and rating, found from the side of the accounts."""

from django.core.cache import cache

from arena.accounts.models import User


def top_list(limit=10):
    def best():
        rated = User.objects.filter(profile__rating__isnull=False)
        ordered = rated.order_by("-profile__rating", "pk")
        return tuple(ordered.values_list("username", "profile__rating")[:limit])

    pairs = cache.get_or_set(f"best_players:{limit}", best, timeout=15 * 60)
    return [{"name": name, "rating": rating} for name, rating in pairs]
