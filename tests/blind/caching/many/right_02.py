"""RIGHT: the ids themselves are the keys, of a version of their own; in_bulk() with only() reads the missing."""

from django.core.cache import cache

from arena.accounts.models import User

MISSING = object()
WHERE = "name"  # the "version" of the keys: ":name:17"
AGE = 45 * 60


def name(user_id):
    username = cache.get(user_id, MISSING, version=WHERE)
    if username is MISSING:
        username = User.objects.filter(pk=user_id).values_list("username", flat=True).first()
        cache.set(user_id, username, timeout=AGE, version=WHERE)
    return username


def names(user_ids):
    user_ids = list(user_ids)
    wanted = set(user_ids)
    known = cache.get_many(wanted, version=WHERE) if wanted else {}
    unknown = wanted - known.keys()
    if unknown:
        people = User.objects.only("username").in_bulk(unknown)
        told = {i: people[i].username if i in people else None for i in unknown}
        cache.set_many(told, timeout=AGE, version=WHERE)
        known.update(told)
    return [known[i] for i in user_ids]
