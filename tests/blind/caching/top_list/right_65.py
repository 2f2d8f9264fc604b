"""A decorator caches for the arguments; the query starts from the people instead of the profiles."""

from functools import wraps

from django.core.cache import cache

from arena.accounts.models import User


def cached(seconds):
    def decorate(function):
        @wraps(function)
        def wrapper(limit=10):
            key = f"{function.__module__}.{function.__name__}.{limit}"
            found = cache.get(key)
            if found is not None:
                return found["list"]
            result = function(limit)
            cache.set(key, {"list": result}, seconds)
            return result

        return wrapper

    return decorate


@cached(seconds=120)
def top_list(limit=10):
    people = User.objects.filter(profile__rating__isnull=False).order_by("-profile__rating", "pk")
    return [{"name": name, "rating": rating} for name, rating in people.values_list("username", "profile__rating")[:limit]]
