"""queries

A cached list older than 40 seconds is returned, but a thread computes it anew in the background: a
cached list costs a query, on a connection of the thread's own.
"""

import threading
import time

from django.core.cache import cache
from django.db import connection
from django.db.models import F

from arena.accounts.models import Profile

FRESH = 40


def compute(limit):
    profiles = Profile.objects.filter(rating__isnull=False).order_by("-rating", "user_id")
    rows = list(profiles.values("rating", name=F("user__username"))[:limit])
    cache.set(f"top_list:{limit}", (time.time(), rows), timeout=300)
    return rows


def renew(limit):
    try:
        compute(limit)
    finally:
        connection.close()


def top_list(limit=10):
    entry = cache.get(f"top_list:{limit}")
    if entry is None:
        return compute(limit)
    computed_at, rows = entry
    if time.time() - computed_at > FRESH:
        threading.Thread(target=renew, args=[limit], daemon=True).start()
    return rows
