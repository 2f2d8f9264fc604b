"""The best players are worked out again for every visitor, although there is a cache.

Every page of Arena shows the people with the highest ratings. They change a few times a day, so
a developer put them into the cache. The database is as busy as before: what was put there is a
queryset, and order_by() and a slice make a new one of it, which nobody has read yet. So every
visitor's page asks the database again.

Change top_list() so that a second call is answered by the cache alone.

Allowed: no query at all when the cache has the list, at most 3 round trips to the cache, and at
most 2 queries when it has not. The list may be a minute old, and at most an hour: nothing may stay
in the cache for longer, or for ever, however often it is asked for. Keep it in Django's default
cache, which all processes share, and not in a variable. That cache may lose anything at any moment.
The rows stay as they are, with "name" and "rating": at most `limit` people who have a rating, the
highest first, and of equal ones the one whose account has the lower id. Calls with different limits
do not disturb each other, and an empty list is a list like any other.
"""

from django.core.cache import cache

from arena.accounts.models import Profile


def top_list(limit=10):
    profiles = cache.get("top_list")
    if profiles is None:
        profiles = Profile.objects.filter(rating__isnull=False).select_related("user")
        cache.set("top_list", profiles, timeout=60)
    # TODO: this sends a query, whatever the cache holds. Keep what is shown, not a queryset.
    best = profiles.order_by("-rating", "user_id")[:limit]
    return [{"name": profile.user.username, "rating": profile.rating} for profile in best]
