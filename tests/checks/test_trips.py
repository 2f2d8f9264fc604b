import threading

import pytest
from django.core.cache import cache
from redis.connection import AbstractConnection, UnixDomainSocketConnection

from kata.checks import at_most_queries, round_trips
from kata.checks.stored import lifetimes
from kata.checks.trips import self_test, trips
from kata.verdict import CheckFailed, MeterBroken, ledger

KEYS = [f"key{number}" for number in range(50)]


def test_a_list_of_keys_is_one_round_trip_and_a_loop_is_fifty(cache_server, aimed_here):
    cache.set_many(dict.fromkeys(KEYS, 1))
    assert len(round_trips(lambda: cache.get_many(KEYS), 1)) == 50
    assert ledger.cost["trips"] == 1
    with pytest.raises(CheckFailed) as caught:
        round_trips(lambda: [cache.get(key) for key in KEYS], 3, why="for 50 keys")
    failure = caught.value.failure
    assert failure.says == "50 round trips to the cache."
    assert failure.allowed == "at most 3, for 50 keys."
    assert failure.lines[0].count == 50
    assert "cache.get(key)" in failure.lines[0].source


def test_threads_count_and_connecting_does_not(cache_server):
    with trips() as seen:
        thread = threading.Thread(target=lambda: cache.get("a"))
        thread.start()
        thread.join()
    assert len(seen) == 1


def test_what_is_lazy_is_read(cache_server):
    with pytest.raises(CheckFailed):
        round_trips(lambda: (cache.get(key) for key in KEYS), 3)


def test_a_client_that_sends_in_another_way_breaks_the_meter(monkeypatch, cache_server):
    self_test.cache_clear()
    original = AbstractConnection.send_packed_command
    monkeypatch.setattr(UnixDomainSocketConnection, "send_packed_command", original)
    with pytest.raises(MeterBroken, match="counted 0 of 3"):
        self_test()


def test_a_warm_cache_saves_queries_only_where_it_may_stay_warm(world, cache_server):
    from arena.accounts.models import User

    def ask():
        return cache.get_or_set("people", User.objects.count)

    ask()
    assert at_most_queries(ask, 0, keep_caches=True) == 0
    with pytest.raises(CheckFailed, match="1 query"):
        at_most_queries(ask, 0)


def test_what_is_stored_and_for_how_long(cache_server):
    cache.set("a", 1, timeout=50)
    cache.set("b", 1, timeout=None)
    kept = lifetimes(cache_server)
    assert 0 < kept[":1:a"] <= 50
    assert kept[":1:b"] == -1
