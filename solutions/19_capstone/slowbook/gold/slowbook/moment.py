"""What everybody shares, in Valkey, until something changes that it was made of.

A value is stored with the time at which somebody began to compute it, and with the names of what
was read for it. A transaction that changes one of these notes the time after its commit. So a
value is current if it was begun later than the last change of each name.

What nearly each write changes may be as old as the second in which it was begun. nginx stores
pages of visitors until that second ends as well, so nothing is older than one second.
"""

import time

from django.core.cache import cache
from django.db import transaction

EVERYWHERE = {"likes", "comments", "attempts"}
LIFE = 30  # seconds, also of a value whose change nobody could note
SLACK = 0.05  # seconds by which the clocks of two servers may differ


def second():
    """Return the second that it is."""
    return int(time.time())


def changed(*names):
    """Note after the commit that something has changed."""

    def note():
        now = time.time()
        cache.set_many({f"changed:{name}": now for name in names}, 2 * LIFE)

    transaction.on_commit(note)


def current(computes):
    """Return values that are current, in two round trips if all of them are.

    Args:
        computes: for each key, a function that returns a value and the names of what was read.
    """
    stored = cache.get_many(computes)
    names = {f"changed:{name}" for _, depends, _ in stored.values() for name in depends}
    changes = cache.get_many(names) if names else {}
    return [
        stored[key][2] if key in stored and is_current(stored[key], changes) else new(key, compute)
        for key, compute in computes.items()
    ]


def is_current(entry, changes):
    """Whether what is stored may be shown."""
    began, depends, _ = entry
    if int(began) == second() and EVERYWHERE & set(depends):
        return True
    return all(changes.get(f"changed:{name}", 0) < began - SLACK for name in depends)


def new(key, compute):
    """Compute a value and store it."""
    began = time.time()
    value, depends = compute()
    cache.set(key, (began, tuple(depends), value), LIFE)
    return value
