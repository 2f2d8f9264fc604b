import subprocess
import sys
import threading
import time
from datetime import datetime
from functools import partial

import pytest
from django.core.cache import cache
from django.utils import timezone

from kata.checks.findings import CheckFailed
from kata.checks.stored import (
    clocks,
    expires,
    lifetimes,
    pass_time,
    stays_fresh,
    survives_losses,
    visits,
)

HOUR = 3600
CLOCKS = {
    "time": lambda: time.time(),
    "time_ns": lambda: time.time_ns() / 1e9,
    "datetime": lambda: datetime.now().timestamp(),
    "timezone": lambda: timezone.now().timestamp(),
    "gmtime": lambda: time.mktime(time.localtime()),
    "monotonic": lambda: time.monotonic(),
    "monotonic_ns": lambda: time.monotonic_ns() / 1e9,
    "perf_counter": lambda: time.perf_counter(),
    "perf_counter_ns": lambda: time.perf_counter_ns() / 1e9,
}


def read_all():
    return {name: clock() for name, clock in CLOCKS.items()}


def in_a_thread(call):
    results = []
    thread = threading.Thread(target=lambda: results.append(call()))
    thread.start()
    thread.join()
    return results[0]


@pytest.mark.parametrize("where", [lambda call: call(), in_a_thread], ids=["here", "thread"])
def test_every_clock_moves_by_as_much_in_every_thread(cache_server, where):
    before = read_all()
    pass_time(cache_server, HOUR)
    pass_time(cache_server, 0.5)
    after = where(read_all)
    for name, clock in before.items():
        assert HOUR - 1 < after[name] - clock < HOUR + 20, name


def test_the_clocks_are_as_they_were_after_the_check(cache_server):
    functions = time.monotonic, time.perf_counter
    with clocks():
        before = read_all()
        pass_time(cache_server, HOUR)
        assert time.monotonic is not functions[0]
    after = read_all()
    assert (time.monotonic, time.perf_counter) == functions
    for name, clock in before.items():
        assert 0 <= after[name] - clock < 20, name


def test_a_module_that_is_loaded_later_reads_the_moved_clocks(cache_server):
    names = {}
    exec("from time import time, monotonic\nfrom datetime import datetime", names)
    before = names["time"](), names["monotonic"](), names["datetime"].now().timestamp()
    pass_time(cache_server, HOUR)
    after = names["time"](), names["monotonic"](), names["datetime"].now().timestamp()
    assert all(HOUR - 1 < b - a < HOUR + 20 for a, b in zip(before, after, strict=True))


def test_waits_of_threads_take_as_long_as_ever(cache_server):
    event = threading.Event()
    threading.Timer(0.1, event.set).start()
    pass_time(cache_server, HOUR)
    assert event.wait(5)


def test_outside_of_a_check_time_is_what_it_is():
    assert abs(time.time() - datetime.now().timestamp()) < 20
    assert time.monotonic.__module__ == "time"


def test_time_machine_is_imported_when_time_passes_and_not_before():
    code = "import sys, kata.checks, kata.checks.stored; sys.exit('time_machine' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_key_that_is_stored_while_time_passes_keeps_its_own_timeout(cache_server):
    cache.set("a", 1, timeout=5)
    pass_time(cache_server, 4)
    cache.set("a", 1, timeout=5)
    assert list(lifetimes(cache_server).values()) == [5]


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


def test_what_only_late_visits_renew_stays(cache_server):
    def ask():
        left = max(lifetimes(cache_server).values(), default=0)
        if left < 15:
            cache.set("a", cache.get("a", "new"), timeout=60)
        return cache.get("a")

    for late, found in ((False, "new"), (True, "old")):
        cache.set("a", "old", timeout=60)
        assert visits(cache_server, HOUR, ask, late=late) == found


def test_what_runs_out_is_gone_after_an_hour_of_late_visits(cache_server):
    for timeout in (10, 60, HOUR):
        cache.set("a", "old", timeout=timeout)
        ask = partial(cache.get_or_set, "a", "new", timeout)
        assert visits(cache_server, HOUR, ask, late=True) == "new"


def test_what_has_no_end_stays(cache_server):
    cache.set("a", "old", timeout=None)
    for late in (False, True):
        assert visits(cache_server, HOUR, lambda: cache.get("a"), late=late) == "old"


def test_an_empty_cache_is_visited_as_well(cache_server):
    assert visits(cache_server, HOUR, lambda: 7) == 7


def test_keys_that_stay_too_long_are_named(cache_server):
    cache.set("short", 1, timeout=10)
    expires(cache_server, 10)
    with pytest.raises(CheckFailed) as caught:
        expires(cache_server, 9, given="after a test")
    failure = caught.value.failure
    assert failure.says == "1 key in the cache with more than 9 seconds left, after a test."
    assert failure.details == (":1:short: 10 seconds",)
    cache.set("for-ever", 1, timeout=None)
    with pytest.raises(CheckFailed, match="1 key in the cache with no timeout"):
        expires(cache_server, None)


def ask_for_two_keys(lose_both):
    """Sum two cached numbers; when one is lost, compute the sum only if told to."""
    one, two = cache.get("one"), cache.get("two")
    if None in (one, two) and (lose_both or one == two):
        cache.set_many({"one": 1, "two": 2}, timeout=60)
        return 3
    return (one or 0) + (two or 0)


def test_each_key_is_lost_alone_at_each_moment(cache_server, world):
    survives_losses(cache_server, lambda: ask_for_two_keys(True), 3, call="sum()")
    with pytest.raises(CheckFailed, match=r"lost the key :1:(one|two) before the call"):
        survives_losses(cache_server, lambda: ask_for_two_keys(False), 3, call="sum()")


def test_a_key_that_is_lost_between_two_round_trips_is_noticed(cache_server, world):
    def ask():
        if "a" in cache:
            return cache.get("a")
        cache.set("a", 7, timeout=60)
        return 7

    with pytest.raises(CheckFailed, match="after round trip 1 of the call"):
        survives_losses(cache_server, ask, 7, call="seven()")


def test_what_a_call_has_just_stored_may_be_lost_too(cache_server, world):
    def ask():
        if (value := cache.get("a")) is None:
            cache.add("a", 7, timeout=60)
            value = cache.get("a")
        return value

    with pytest.raises(
        CheckFailed, match="after round trip 2 of a call that found the cache empty"
    ):
        survives_losses(cache_server, ask, 7, call="seven()")


def store_for(seconds, key, compute):
    return cache.get_or_set(key, compute, seconds)


class Data:
    """Two numbers that change together."""

    value = 0

    def change(self, random):
        self.value += 1

    def now(self, argument):
        return [self.value, self.value]

    def one_key(self, argument):
        return store_for(HOUR, f"{argument}", lambda: self.now(argument))

    def in_layers(self, first, second, argument):
        return store_for(
            second, f"b{argument}", lambda: store_for(first, "a", lambda: self.now(argument))
        )

    def in_parts(self, argument):
        return [store_for(60, f"{argument}", lambda: self.value), self.part()]

    def part(self):
        return store_for(90, "shared", lambda: self.value)


def freshness(cache_server, data, ask, **given):
    stays_fresh(
        cache_server, ask, data.now, data.change, arguments=(1, 2, 3), call="numbers", **given
    )


@pytest.mark.parametrize("losses", [True, False])
def test_what_is_an_hour_old_is_fresh_enough(cache_server, losses):
    data = Data()
    freshness(cache_server, data, data.one_key, losses=losses)
    freshness(cache_server, data, data.now, losses=losses)
    freshness(cache_server, data, partial(data.in_layers, 1700, 1800), losses=losses)


@pytest.mark.parametrize(("first", "second"), [(3300, 900), (900, 3300), (1860, 1800), (HOUR, 60)])
def test_ages_of_two_layers_add_up(cache_server, first, second):
    data = Data()
    with pytest.raises(CheckFailed, match=r"numbers\(\d\) returned what was last right [34],\d+"):
        freshness(cache_server, data, partial(data.in_layers, first, second))


def test_parts_of_different_age_were_never_right(cache_server):
    data = Data()
    with pytest.raises(CheckFailed, match=r"numbers\(\d\) returned what was right at no moment"):
        freshness(cache_server, data, data.in_parts)
