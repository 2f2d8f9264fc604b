"""Right: JSON text in the cache, filled from User.objects.values() that begins with the people."""

import json

from django.core.cache import cache
from django.db.models import F

from arena.accounts.models import User


def top_list(limit=10):
    key = f"top_list_json:{limit}"
    text = cache.get(key)
    if text is None:
        people = User.objects.filter(profile__rating__isnull=False)
        best = people.order_by("-profile__rating", "pk")
        rows = best.values("username", stars=F("profile__rating"))[:limit]
        text = json.dumps([[row["username"], row["stars"]] for row in rows])
        cache.set(key, text, timeout=1800)
    return [dict(zip(("name", "rating"), row, strict=True)) for row in json.loads(text)]
