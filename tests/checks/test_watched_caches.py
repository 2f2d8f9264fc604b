"""A check sees each call of a cache, and decides what becomes of it."""

import pytest
from django.core.cache import caches

from kata.checks.watched_caches import WatchedCaches

NAMES = ("first", "second")


def test_calls_are_counted_once_whatever_they_call_inside():
    with WatchedCaches(NAMES, VERSION=7) as watched:
        one = caches["first"]
        one.set("key", 1)
        assert one.get_or_set("other", lambda: 2) == 2
        assert one.get_many(["key", "other"]) == {"key": 1, "other": 2}
        assert caches["second"].get("key") is None
        assert watched.calls == {"first": 3, "second": 1}
        assert [watched.size(name) for name in NAMES] == [2, 0]
        assert one.version == 7
    with WatchedCaches(NAMES) as watched:
        assert watched.size("first") == 0


def test_a_cache_raises_what_the_check_says():
    refused = ConnectionError("refused")
    with WatchedCaches(NAMES) as watched:
        watched.errors["first"] = refused
        with pytest.raises(ConnectionError) as raised:
            caches["first"].add("key", 1)
        assert raised.value is refused
        assert caches["second"].add("key", 1)
        watched.errors.clear()
        assert caches["first"].add("key", 1)


def test_another_process_comes_in_before_a_command():
    with WatchedCaches(NAMES) as watched:
        one = caches["first"]
        watched.come_in(1, lambda: one.set("key", "theirs"))
        one.set("key", "ours")
        assert one.get("key") == "theirs"
        assert watched.has_come()
        watched.come_in(1, lambda: one.set("key", "late"))
        one.set("key", "ours")
        assert not watched.has_come()
        assert one.get("key") == "ours"
