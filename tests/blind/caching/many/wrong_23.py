"""WRONG (rule: age): one dictionary for all pages, stored again with each new face: while there are some, old names never expire."""

from django.core.cache import cache

from arena.accounts.models import User


def names(user_ids):
    known = cache.get("names", {})
    missing = set(user_ids) - known.keys()
    if missing:
        known.update(dict.fromkeys(missing))
        known.update(User.objects.filter(pk__in=missing).values_list("pk", "username"))
        cache.set("names", known, timeout=300)
    return [known[user_id] for user_id in user_ids]
