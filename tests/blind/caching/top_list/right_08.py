"""RIGHT: two columns under two keys, written by one set_many() and read by one get_many()."""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    names_key = f"top_columns:{limit}:names"
    ratings_key = f"top_columns:{limit}:ratings"
    found = cache.get_many([names_key, ratings_key])
    if len(found) < 2:  # one lost column makes both worthless; an empty one is there
        names, ratings = [], []
        rated = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
        for name, rating in rated.values_list("user__username", "rating")[:limit]:
            names.append(name)
            ratings.append(rating)
        found = {names_key: names, ratings_key: ratings}
        cache.set_many(found, timeout=1800)
    return [
        {"name": name, "rating": rating}
        for name, rating in zip(found[names_key], found[ratings_key], strict=True)
    ]
