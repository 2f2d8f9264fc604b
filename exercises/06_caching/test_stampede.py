"""What checks stampede.py."""

import threading

import redis
from django.core.cache import cache

from kata.answers import load
from kata.checks import concurrently, expect, round_trips, same
from kata.checks.stored import lifetimes

THREADS = 8
WAIT = 1.0  # seconds in which a second computation begins, if there is to be one
PATIENCE = 10.0
MINUTE = 60


class Computation:
    """Counts how often it is called; stays open for a while, so that others can begin as well."""

    def __init__(self, wait=WAIT):
        self.count = 0
        self._wait, self._lock, self._second = wait, threading.Lock(), threading.Event()

    def __call__(self):
        with self._lock:
            self.count += 1
            if self.count > 1:
                self._second.set()
        self._second.wait(self._wait)
        return {"posts": 42}


def test_answer(cache_server, answer):
    """The value, computed or kept."""
    for key, value in (("a", [1, 2]), ("b", {"c": 0}), ("d", 0)):
        for when in ("at first", "again"):
            says = answer.once(key, lambda value=value: value)
            same([says], [value], call=f"once({key!r}, ...)", given=when)
    cache.clear()
    same([answer.once("a", lambda: 5, timeout=7)], [5], call="once()", given="after a change")
    kept = [seconds for key, seconds in lifetimes(cache_server).items() if key.endswith("a")]
    expect(
        kept and all(0 < seconds <= 7 for seconds in kept),
        "once('a', compute, timeout=7) does not keep the value under its key for 7 seconds.",
    )


def test_stampede(cache_server, answer):
    """One computation for eight callers at once."""
    other_process = load(answer._path)
    compute = Computation()

    def call(number):
        return (answer, other_process)[number % 2].once("numbers", compute)

    outcomes = concurrently(call, THREADS, timeout=PATIENCE)
    for outcome in outcomes:
        if outcome.error:
            raise outcome.error
    expect(
        compute.count == 1,
        f"The value was computed {compute.count} times for {THREADS} callers, half of them in "
        "another process.",
        "once: the others wait for it.",
    )
    results = [outcome.result for outcome in outcomes]
    same(results, [{"posts": 42}] * THREADS, call="once()", given="called by 8 at once")


def test_raises(cache_server, answer):
    """An error reaches its caller, and nobody waits after it."""

    def fail(_):
        answer.once("numbers", lambda: 1 / 0)

    [outcome] = concurrently(fail, 1, timeout=PATIENCE)
    expect(
        isinstance(outcome.error, ZeroDivisionError),
        f"compute() raised ZeroDivisionError, and once() ended with {outcome.error!r}.",
    )
    locks = {key: seconds for key, seconds in lifetimes(cache_server).items() if seconds != 0}
    finish(cache_server, answer, locks, "after compute() had raised")


def test_dies(cache_server, answer):
    """What a dead process leaves behind is gone in a minute."""
    begun, dead = threading.Event(), threading.Event()

    def never():
        begun.set()
        dead.wait(PATIENCE)
        return "too late"

    process = threading.Thread(target=lambda: answer.once("numbers", never), daemon=True)
    process.start()
    begun.wait(PATIENCE)
    left = lifetimes(cache_server)
    try:
        long = [key for key, seconds in left.items() if not 0 < seconds <= MINUTE]
        expect(
            not long,
            "If the process dies while it computes, this stays in the cache"
            " for ever or for more than a minute, and everybody waits for it.",
            "a timeout of at most a minute.",
            long,
        )
        with redis.Redis.from_url(cache_server) as client:  # the minute is over
            for key in left:
                client.delete(key)
        [outcome] = concurrently(lambda _: answer.once("numbers", lambda: 7), 1, timeout=5)
        same([outcome.result], [7], call="once()", given="a minute after a process has died")
    finally:
        dead.set()
        process.join(PATIENCE)


def test_others(cache_server, answer):
    """Another key waits for nothing."""
    begun, done = threading.Event(), threading.Event()

    def slow():
        begun.set()
        done.wait(PATIENCE)
        return 1

    first = threading.Thread(target=lambda: answer.once("slow", slow), daemon=True)
    second = threading.Thread(target=lambda: answer.once("quick", lambda: 2), daemon=True)
    first.start()
    begun.wait(PATIENCE)
    second.start()
    second.join(2 * WAIT)
    waits = second.is_alive()
    done.set()
    first.join(PATIENCE)
    second.join(PATIENCE)
    expect(not waits, "While one key is computed, a call with another key waits for it.")


def test_trips(cache_server, answer):
    """A hit is one look at the cache."""
    answer.once("numbers", lambda: 1)
    round_trips(lambda: answer.once("numbers", lambda: 2), 2, "when the cache has the value")


def finish(url, answer, left, given):
    """Fail if a call that should compute at once does not come back."""
    done = threading.Thread(target=lambda: answer.once("numbers", lambda: 7), daemon=True)
    done.start()
    done.join(2 * WAIT)
    waits = done.is_alive()
    if waits:
        with redis.Redis.from_url(url) as client:
            client.flushdb()  # whatever it waits for
        done.join(PATIENCE)
    expect(
        not waits,
        f"A call of once() {given} waits, although nobody computes.",
        details=[
            f"still in the cache: {key}, for {seconds} seconds" for key, seconds in left.items()
        ],
    )
    same([answer.once("numbers", lambda: 8)], [7], call="once()", given=given)
