"""What Valkey stores: pieces of HTML under keys that contain what they were made from.

A key holds the counters of a post, which change in the transaction of each like, comment and
attempt. So a piece is never old: it is not asked for any more.
"""

from functools import cache as once

from django.core.cache import cache

from slowbook.models import Flag, Release, Tag

DAY = 24 * 3600


@once
def release():
    """Return the token of this release. It and the next two change with a release only."""
    return Release.objects.order_by("-id").values_list("token", flat=True)[0].hex[:12]


@once
def flags():
    """Return the parts of the site that are on."""
    return dict(Flag.objects.filter(is_on=True).values_list("name", "is_on"))


@once
def tag_names():
    """Return the names of tags by slug."""
    return dict(Tag.objects.values_list("slug", "name"))


def get(name, make):
    """Return a piece, and make it if Valkey does not have it."""
    key = f"{release()}:{name}"
    found = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, DAY)
    return found


def get_many(things, make):
    """Return pieces for a dict of names and things, in its order."""
    first = release()
    keys = {f"{first}:{name}": thing for name, thing in things.items()}
    found = cache.get_many(keys)
    new = {key: make(thing) for key, thing in keys.items() if key not in found}
    if new:
        cache.set_many(new, DAY)
    return [new[key] if key in new else found[key] for key in keys]
