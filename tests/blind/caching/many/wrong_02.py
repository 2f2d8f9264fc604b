"""WRONG (rule: age): the list of a page is kept for 45 minutes, with names that may be 45 minutes old: 90.

Only when somebody on the page is new and another has been cached by an earlier page.
"""

import hashlib

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()
TIMEOUT = 45 * 60


def name(user_id):
    return names([user_id])[0]


def names(user_ids):
    user_ids = list(user_ids)
    if not user_ids:
        return []
    page = "names:" + hashlib.sha256(",".join(map(str, user_ids)).encode()).hexdigest()
    keys = {user_id: f"name:{user_id}" for user_id in user_ids}
    # The page and its people in one trip: mostly the page is there.
    found = cache.get_many([page, *keys.values()])
    if page in found:
        return found[page]
    missing = [user_id for user_id, key in keys.items() if key not in found]
    if not missing:
        return [found[keys[user_id]] for user_id in user_ids]
    people = dict(User.objects.filter(pk__in=missing).values_list("pk", "username"))
    fresh = {keys[user_id]: people.get(user_id) for user_id in missing}
    found |= fresh
    result = [found[keys[user_id]] for user_id in user_ids]
    cache.set_many({page: result, **fresh}, timeout=TIMEOUT)
    return result
