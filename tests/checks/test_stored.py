from functools import partial

from django.core.cache import cache

from kata.checks.stored import lifetimes, pass_time, visits

HOUR = 3600


def test_time_passes_for_the_keys_alone(cache_server):
    cache.set("long", 1, timeout=100)
    cache.set("short", 1, timeout=30)
    cache.set("for-ever", 1, timeout=None)
    pass_time(cache_server, 40)
    kept = {key.rpartition(":")[2]: seconds for key, seconds in lifetimes(cache_server).items()}
    assert kept == {"long": 60, "for-ever": -1}
    pass_time(cache_server, 0)
    assert len(lifetimes(cache_server)) == 2


def test_what_runs_out_is_gone_after_an_hour_of_visits(cache_server):
    for timeout in (10, 60, HOUR):
        cache.set("a", "old", timeout=timeout)
        ask = partial(cache.get_or_set, "a", "new", timeout)
        assert ask() == "old"
        assert visits(cache_server, HOUR, ask) == "new"


def test_what_each_visit_renews_stays(cache_server):
    def ask():
        cache.touch("a", 60)
        return cache.get("a")

    cache.set("a", "old", timeout=60)
    assert visits(cache_server, HOUR, ask) == "old"


def test_what_has_no_end_stays(cache_server):
    cache.set("a", "old", timeout=None)
    assert visits(cache_server, HOUR, lambda: cache.get("a")) == "old"


def test_an_empty_cache_is_visited_as_well(cache_server):
    assert visits(cache_server, HOUR, lambda: 7) == 7
