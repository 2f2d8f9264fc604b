import threading

import pytest
from django.core.cache import cache
from redis.connection import AbstractConnection, UnixDomainSocketConnection

from kata.checks import at_most_queries, overtaken, round_trips
from kata.checks.findings import CheckFailed, MeterBroken, ledger
from kata.checks.stored import lifetimes
from kata.checks.trips import self_test, trips

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


def test_one_call_is_overtaken_between_two_round_trips(cache_server):
    def slow():
        return [cache.get("a"), cache.get("a"), cache.get("a")]

    for after, right in ((0, [1, 1, 1]), (1, [None, 1, 1]), (2, [None, None, 1]), (3, [None] * 3)):
        cache.clear()
        outcomes = overtaken(slow, lambda: cache.set("a", 1), after=after)
        assert outcomes[0].result == right


def test_an_error_is_an_outcome(cache_server):
    outcomes = overtaken(lambda: 1 / 0, lambda: cache.get("a") / 2)
    assert [type(outcome.error) for outcome in outcomes] == [ZeroDivisionError, TypeError]


def test_who_waits_for_the_one_that_is_held_up_is_waited_for_in_vain(cache_server):
    def slow():
        cache.add("lock", 1)
        cache.delete("lock")

    def quick():
        while not cache.add("lock", 1):
            threading.Event().wait(0.01)
        return "in the end"

    assert overtaken(slow, quick, patience=0.2)[1].result == "in the end"


def test_who_looks_again_and_again_is_taken_to_wait(cache_server):
    def slow():
        cache.add("lock", 1)
        cache.delete("lock")

    def quick():
        while not cache.add("lock", 1):
            pass
        return "in the end"

    assert overtaken(slow, quick, patience=60, looks=5)[1].result == "in the end"
