"""What checks deploy.py."""

import platform
import socket

import pytest
import redis
from django.core.cache import cache

from kata.checks import again, expect, expires, lifetimes, pass_time, plural, same

RELEASES = (  # two of them are alike in nearly everything
    *("1", "11", "1.1", "1.10", "v1", "V1", "1-1"),
    *("2026-11-29", "2026-11-29.2", "2026-11-30"),
    *("feature.search", "feature-search", "3f2a9c1", "3f2a9c1d"),
    *("release-of-the-new-front-page-1", "release-of-the-new-front-page-2", "lodz", "lods"),
)
VALUES = {"newest": [{"pk": 2**40, "title": "'%s' ł"}], "count": 0, "top": [], "name": "", "1:a": 1}
VALUES |= {"1-newest": 1, "1.newest": 2, "1newest": 3}  # of release 1; or newest of 1-1, 1.1, 11
SOME, MANY = 80, 400
MINUTE, HOUR = 60, 3600
LEAST = 45 * MINUTE
SLOW = 25  # seconds until warm() has stored the last value


def test_answer(site):
    """What was stored is what is read.

    Tries: value, servers.
    """
    for release in RELEASES[:3]:
        site.store.flushdb()
        site.server(release).warm({})
        same(site.read(VALUES), {}, call="cache.get_many()", given="before warm()")
        site.server(release).warm(dict(VALUES))
        for given in ("", "on another server of the release"):
            same(site.read(VALUES), VALUES, call="cache.get_many()", given=given)
            site.server(release)
        newer = {key: [value, "newer"] for key, value in VALUES.items()}
        site.server(release).warm(newer)
        same(site.read(VALUES), newer, call="cache.get_many()", given="after a second warm()")


def test_release(site):
    """A release does not read what another one has stored.

    Tries: release, both.
    """
    for count, release in enumerate(RELEASES):
        before = site.stored()
        site.server(release)
        found = site.read(VALUES)
        says = f"Release {release!r} reads what another one has stored: {found}."
        expect(not found, says, "only what it has stored itself.")
        site.server(release).warm({"newest": f"of {release}", "count": count})
        says = f"warm() of release {release!r} changes what another one has stored."
        expect(is_left(before, site.stored()), says, "it stays.")
    for count, release in reversed([*enumerate(RELEASES)]):  # once more, when all others are there
        site.server(release).warm({"newest": f"of {release}", "count": count})
    for count, release in enumerate(RELEASES):
        site.server(release)
        right = {"newest": f"of {release}", "count": count}
        given = f"of release {release!r}, after warm() of the others"
        same(site.read(VALUES), right, call="cache.get_many()", given=given)


def test_hour(site):
    """A value stays for 45 minutes at least, and no key for more than an hour.

    Tries: value, hour, both.
    """
    for values in (VALUES, {f"key-{n}": n for n in range(SOME)}):
        site.store.flushdb()
        site.server("old").warm(values | {"slow": Slow(site.url)})
        expires(site.url, HOUR)
        pass_time(site.url, 600)
        site.server("new").warm(values)
        expires(site.url, HOUR)
        pass_time(site.url, LEAST - 600 - 20)
        for release in ("old", "new"):
            site.server(release)
            given = f"of release {release!r}, less than 45 minutes after its warm()"
            same(site.read(values), values, call="cache.get_many()", given=given)


def test_spread(site):
    """Keys that were stored together do not expire together.

    Tries: spread.
    """
    for name in ("key-{}", "{}-key", "contest:{}:newest:posts"):
        site.store.flushdb()
        site.server("1").warm({name.format(n): n for n in range(MANY)})
        left = sorted(lifetimes(site.url).values())
        most = max(sum(at <= other < at + MINUTE for other in left) for at in left)
        says = f"Of {MANY} keys that warm() stores, {most} expire within the same minute"
        told = f"{says}: after {plural(left[0], 'second')} to {plural(left[-1], 'second')}."
        expect(most < MANY // 3, told, f"{MANY // 4} of {MANY}.")  # they may be random


# What the checks above are made of.


@pytest.fixture
def site(cache_server, answer, settings, monkeypatch):
    return Site(cache_server, answer, settings, monkeypatch)


class Slow:
    """A value that takes long to pickle: what was stored before it has less time left."""

    def __init__(self, url):
        self.url = url

    def __reduce__(self):
        url, self.url = self.url, ""  # once
        pass_time(url, SLOW)
        return str, ("slow",)


class Site:
    """The servers of Arena, one after the other."""

    def __init__(self, url, answer, settings, patch):
        self.url, self.answer, self.settings, self.patch = url, answer, settings, patch
        self.store, self.seeds = redis.Redis.from_url(url), 0

    def server(self, release):
        """Return the answer as a server of a release that has just started."""
        self.seeds += 1  # each process hashes texts in its own way, on a machine of its own
        name = f"server-{self.seeds}"
        for module, function in ((platform, "node"), (socket, "gethostname")):
            self.patch.setattr(module, function, lambda name=name: name)
        started = again(self.answer, seed=self.seeds)
        self.settings.CACHES = started.caches(self.url, release)
        return started

    def read(self, keys):
        """Return what the site finds in the cache."""
        missing = object()
        found = {key: cache.get(key, missing) for key in keys}
        return {key: value for key, value in found.items() if value is not missing}

    def stored(self):
        """Return all keys, each with its value and the seconds that it has left."""
        return {key: (self.store.get(key), self.store.ttl(key)) for key in self.store.scan_iter()}


def is_left(before, now):
    """Return whether all that was stored is still there, and expires at the same time."""
    return all(
        key in now and now[key][0] == value and seconds - MINUTE <= now[key][1] <= seconds
        for key, (value, seconds) in before.items()
    )
