"""A class reads and writes pairs of name and rating, with a sentinel for what is lost and the moment of the query beside them."""

import time

from django.core.cache import cache

from arena.accounts.models import Profile

MISSING = object()


class TopList:
    seconds = 10 * 60

    def __init__(self, limit):
        self.limit = limit
        self.key = f"accounts:top_list:v2:{limit}"

    def pairs(self):
        kept = cache.get(self.key, MISSING)
        if kept is not MISSING:
            moment, pairs = kept
            if time.time() - moment < self.seconds:
                return pairs
        moment = time.time()
        pairs = self.query()
        cache.set(self.key, (moment, pairs), timeout=self.seconds)
        return pairs

    def query(self):
        rated = Profile.objects.exclude(rating=None).order_by("-rating", "user")
        return list(rated.values_list("user__username", "rating")[: self.limit])

    def shown(self):
        return [{"name": name, "rating": rating} for name, rating in self.pairs()]


def top_list(limit=10):
    return TopList(limit).shown()
