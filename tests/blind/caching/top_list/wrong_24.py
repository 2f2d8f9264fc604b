"""WRONG (rule: age): two queries, two moments: a list can join old ratings with a name that was changed (or a person who was deleted) in between."""

from django.core.cache import cache

from arena.accounts.models import Profile, User


def find(limit):
    rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    ratings = dict(rated.values_list("user_id", "rating")[:limit])
    names = dict(User.objects.filter(pk__in=list(ratings)).values_list("pk", "username"))
    return [
        {"name": names[pk], "rating": rating} for pk, rating in ratings.items() if pk in names
    ]


def top_list(limit=10):
    key = f"top_list:{limit}"
    rows = cache.get(key)
    if rows is None:
        rows = find(limit)
        cache.set(key, rows, timeout=60)
    return rows
