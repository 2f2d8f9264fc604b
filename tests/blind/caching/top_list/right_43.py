"""The cache keeps tuples, made from model instances with only() what is shown; get_many() tells an empty list from none."""

from django.core.cache import cache

from arena.accounts.models import Profile


def compute(limit):
    rated = Profile.objects.filter(rating__isnull=False).select_related("user")
    needed = rated.only("rating", "user__username").order_by("-rating", "user_id")
    return [(profile.rating, profile.user.username) for profile in needed[:limit]]


def top_list(limit=10):
    key = f"top:{limit}:rows"
    found = cache.get_many([key])
    if key not in found:
        found[key] = compute(limit)
        cache.set(key, found[key], 300)
    return [dict(zip(("rating", "name"), row, strict=True)) for row in found[key]]
