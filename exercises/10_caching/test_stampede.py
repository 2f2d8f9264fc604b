"""What checks stampede.py."""

import contextlib
import itertools
import sys
import threading
import time
from functools import partial
from random import Random

import redis
from django.core.cache import cache

from kata.checks import (
    again,
    concurrently,
    expect,
    expires,
    lifetimes,
    overtaken,
    pass_time,
    plural,
    round_trips,
    same,
)

THREADS = 8
WAIT = 1.0  # seconds in which a second computation begins, if there is to be one
PATIENCE = 10.0
MINUTE = 60
HOUR = 3600
LONG = 18.5  # seconds that a computation takes; less than 20 with what a step adds
STEPS = 7  # round trips after which somebody is held up: no good answer makes many more
LOOKS = 12  # round trips after which somebody is taken to wait
HURRY = 20  # how much shorter time.sleep() is for an answer that looks again
STEP = 0.25  # seconds of sleep that pass in one step
KEYS = 200  # other keys; locks that several keys share collide for some of them
MANY = 300  # keys that are computed at the same time
FRAMES = 40  # of Python, at most, in which an answer calls compute()
ALIKE = (
    "alike",
    "Alike",
    "alik",
    "alike:1",
    "alike:10",
    "a:alike",
    150 * "k" + "1",
    150 * "k" + "2",
)
TRIES = 3  # looks at what is left, of which a busy machine may delay some by a second
IDLE = 0.5  # seconds after which a caller that does not sleep counts as waiting


class Computation:
    """Counts how often it is called; stays open for a while, so that others can begin as well."""

    def __init__(self, wait=WAIT):
        self.count, self.begun = 0, threading.Event()
        self._wait, self._lock, self._second = wait, threading.Lock(), threading.Event()

    def __call__(self):
        with self._lock:
            self.count += 1
            self.begun.set()
            if self.count > 1:
                self._second.set()
        self._second.wait(self._wait)
        return {"posts": 42}


class Odd(Exception):
    """An error that cannot be copied: pickle calls it with one argument."""

    def __init__(self, one, two):
        super().__init__(f"{one} {two}")
        self.lock = threading.Lock()


def test_answer(cache_server, answer):
    """The value, computed or cached.

    Tries: value.
    """
    for number, value in enumerate(({"posts": 42}, 0, "", [], {}, False)):
        for server in (answer, again(answer)):
            given = "asked for again, on two servers" if server is not answer else "at first"
            for _ in range(2):
                says = server.once(f"key-{number}", lambda value=value: value)
                same(says, value, call=f"once('key-{number}', ...)", given=given)
        says = answer.once(f"key-{number}", lambda: "computed again")
        same(says, value, call=f"once('key-{number}', ...)", given="from the cache")
    for _ in range(2):
        got = [answer.once(key, lambda n=n: f"value {n}") for n, key in enumerate(ALIKE)]
        given = f"for {', '.join(ALIKE[:-2])}, and two keys that differ in the last of 151 letters"
        same(got, [f"value {n}" for n in range(len(ALIKE))], call="once()", given=given)


def test_timeout(cache_server, answer):
    """The value stays for as long as it should.

    Tries: value, dead process.
    """
    for timeout, key in ((30, "short"), (HOUR, "long")):
        # The time that it takes to compute is not taken off.
        answer.once(key, lambda: pass_time(cache_server, 15) or "first", timeout=timeout)
        left = lifetimes(cache_server)
        long = [name for name, seconds in left.items() if not 0 <= seconds <= MINUTE]
        expires(cache_server, max(timeout, MINUTE))
        expect(
            len(long) <= (timeout == HOUR),
            "More than the value stays in the cache for over a minute.",
            "the value for its timeout, and nothing else for more than a minute.",
            long,
        )
        pass_time(cache_server, timeout - 5)
        says = answer.once(key, lambda: "second", timeout=timeout)
        same(says, "first", call="once()", given=f"{timeout - 5} seconds after the first call")
        pass_time(cache_server, 6)
        says = answer.once(key, lambda: "second", timeout=timeout)
        same(says, "second", call="once()", given=f"{timeout + 1} seconds after the first call")
        cache.clear()
    usual = partial(left_by, cache_server, answer)
    expect(
        any(usual() == usual(timeout=MINUTE) for _ in range(TRIES)),
        "A call without a timeout does not cache the value for the 60 seconds of the starter.",
        "60 seconds without a timeout.",
    )
    cache.clear()
    answer.once("lost", lambda: "first")
    cache.clear()
    says = answer.once("lost", lambda: "second")
    same(says, "second", call="once()", given="after the cache was emptied")
    for step in range(1, STEPS):
        call = partial(answer.once, f"brief-{step}", lambda: "value", timeout=2)
        outcomes = overtaken(call, partial(pass_time, cache_server, 3), after=step)
        given = (
            f"with a timeout of 2 seconds, of which 3 passed after round trip {step} of the call"
        )
        same(given_back(outcomes)[0], "value", call="once()", given=given)


def test_stampede(cache_server, answer):
    """One computation for eight callers at the same time.

    Tries: one computation, value.
    """
    other_process = again(answer)
    for given in ("when nothing is cached", "when its time is over"):
        compute = Computation()

        def call(number, compute=compute):
            if number >= THREADS // 2:  # half of them come when one computes already
                compute.begun.wait(PATIENCE)
            return (answer, other_process)[number % 2].once("numbers", compute)

        results = given_back(concurrently(call, THREADS, timeout=PATIENCE))
        expect(
            compute.count == 1,
            f"The value was computed {compute.count} times for {THREADS} callers, half of them in "
            f"another process, {given}.",
            "once: the others wait for it.",
        )
        same(results, [{"posts": 42}] * THREADS, call="once()", given=f"called by 8 {given}")
        cache.clear()
        answer.once("numbers", lambda: {"posts": 41}, timeout=10)
        pass_time(cache_server, 11)


def test_overtaken(cache_server, answer, monkeypatch):
    """One computation, wherever a caller is held up.

    Tries: one computation.
    """
    hurry(monkeypatch)
    one, other = again(answer), again(answer)
    for step in range(1, STEPS):
        compute = Computation(wait=0)
        calls = [partial(process.once, f"numbers-{step}", compute) for process in (one, other)]
        results = given_back(overtaken(*calls, after=step, looks=LOOKS))
        expect(
            compute.count == 1,
            f"A visitor is held up after round trip {step} to the cache, while another one comes: "
            f"the value is computed {compute.count} times.",
            "one computation: between any two round trips somebody else can do all of theirs.",
        )
        same(results, [{"posts": 42}] * 2, call="once()", given="called by two")


def test_long(cache_server, answer, monkeypatch):
    """A computation of nearly 20 seconds is still one.

    Tries: long.
    """
    slept = threading.Event()

    def sleep(seconds):
        """Let the time pass for everybody, in a moment."""
        slept.set()
        sleep.left += max(seconds, 0.001)
        if sleep.left >= STEP:
            pass_time(cache_server, sleep.left)
            sleep.left = 0.0

    sleep.left = 0.0
    monkeypatch.setattr(time, "sleep", sleep)
    first, other_process = again(answer), again(answer)
    begun, count = threading.Event(), itertools.count(1)

    def compute():
        if next(count) == 1:
            began = time.monotonic()
            begun.set()
            while time.monotonic() - began < LONG:
                slept.clear()
                if not slept.wait(IDLE):  # the other caller waits in another way
                    pass_time(cache_server, 2.0)
        return {"posts": 42}

    def call(number):
        if number:
            begun.wait(PATIENCE)
        return (first, other_process)[number].once("numbers", compute)

    outcomes = concurrently(call, 2, timeout=PATIENCE)
    results = given_back(outcomes)
    expect(
        next(count) == 2,
        "A computation takes nearly 20 seconds, and before it is done another caller begins as "
        "well: the lock was gone, or it would not wait any longer.",
        "compute() may take up to 20 seconds.",
    )
    same(results, [{"posts": 42}] * 2, call="once()", given="called by two")


def test_raises(cache_server, answer):
    """An error reaches its caller, and nobody waits after it.

    Tries: errors, value, dead process.
    """

    for error in (ZeroDivisionError("0"), Odd("one", "two"), SystemExit(1), KeyboardInterrupt()):
        name = type(error).__name__

        def fail(_, error=error):
            def compute():
                raise error

            answer.once("numbers", compute)

        [outcome] = concurrently(fail, 1, timeout=PATIENCE)
        expect(
            isinstance(outcome.error, type(error)),
            f"compute() raised {name}, and once() ended with {outcome.error!r}.",
        )
        locks = {key: seconds for key, seconds in lifetimes(cache_server).items() if seconds != 0}
        expires(cache_server, MINUTE, given=f"after compute() had raised {name}")
        finish(cache_server, answer, locks, f"after compute() had raised {name}")
        cache.clear()
    fails_while_somebody_waits(cache_server, answer)
    cache.clear()
    with contextlib.suppress(ZeroDivisionError):
        answer.once("numbers", lambda: 1 / 0)
    compute, servers = Computation(), (answer, again(answer))

    def call(number):
        if number:
            compute.begun.wait(PATIENCE)
        return servers[number].once("numbers", compute)

    for outcome in concurrently(call, 2, timeout=PATIENCE):
        expect(
            not outcome.error,
            "A call has failed, and the next one computes. A caller who waits for that gets "
            f"{outcome.error!r}.",
            "the value, for all who wait for it.",
        )
        same(outcome.result, {"posts": 42}, call="once()", given="after a call that has failed")


def fails_while_somebody_waits(url, answer):
    """Fail if somebody who waits gets another value, such as None, when the computation fails."""
    other, begun, waits = again(answer), threading.Event(), threading.Event()

    def broken():
        begun.set()
        waits.wait(PATIENCE)
        raise ZeroDivisionError

    def first():
        with contextlib.suppress(ZeroDivisionError):
            answer.once("numbers", broken)

    def second():
        with contextlib.suppress(Exception):  # who waits may fail as well, instead of computing
            got.append(other.once("numbers", lambda: 7))

    got = []
    one = threading.Thread(target=first, daemon=True)
    two = threading.Thread(target=second, daemon=True)
    one.start()
    begun.wait(PATIENCE)
    two.start()
    two.join(WAIT / 2)  # so that it waits by now
    waits.set()
    one.join(PATIENCE)
    two.join(2 * WAIT)
    for _ in range(6):  # it may wait as if the other one had died
        if two.is_alive():
            pass_time(url, MINUTE / 5)
            two.join(WAIT)
    # Who waits in a way that no time of the check's moves has not come back, and is not judged.
    same(got or [7], [7], call="once()", given="for somebody who waits when compute() fails")


def test_dies(cache_server, answer):
    """What a dead process leaves behind is gone in a minute.

    Tries: dead process.
    """
    other = again(answer)
    for timeout, step in itertools.product((MINUTE, HOUR), range(1, STEPS)):
        cache.clear()
        computed = []
        given = f"when a process has died after round trip {step}{of(timeout)}"

        def after_a_minute(timeout=timeout, step=step, computed=computed, given=given):
            left = lifetimes(cache_server)
            long = [key for key, seconds in left.items() if not 0 <= seconds <= MINUTE]
            if timeout == MINUTE or not computed or len(long) > 1:  # one: the value
                expires(cache_server, MINUTE, given=given)
            pass_time(cache_server, MINUTE + 1)
            return other.once("numbers", lambda: 8, timeout=timeout)

        def compute(computed=computed):
            computed.append(7)
            return 7

        call = partial(answer.once, "numbers", compute, timeout=timeout)
        [_, next_one] = overtaken(call, after_a_minute, after=step)
        given_back([next_one])
        expect(
            next_one.result in (7, 8),
            f"once() returned {next_one.result!r} a minute after a process had died.",
            "the value.",
        )
    for timeout in (MINUTE, HOUR):
        cache.clear()
        dies_computing(cache_server, answer, other, timeout)


def dies_computing(url, answer, other, timeout):
    """Fail if a process that never comes back from compute() stops the others for long."""
    begun, dead = threading.Event(), threading.Event()

    def never():
        begun.set()
        dead.wait(PATIENCE)
        return "too late"

    process = threading.Thread(
        target=lambda: answer.once("numbers", never, timeout=timeout), daemon=True
    )
    process.start()
    begun.wait(PATIENCE)
    try:
        given = f"when a process has died while it computed{of(timeout)}"
        expires(url, MINUTE, given=given)
        pass_time(url, MINUTE + 1)

        def next_one(_):
            return other.once("numbers", lambda: 7, timeout=timeout)

        [outcome] = concurrently(next_one, 1, timeout=5)
        given_back([outcome])
        same(outcome.result, 7, call="once()", given="a minute after a process has died")
    finally:
        dead.set()
        process.join(PATIENCE)


def of(timeout):
    """Return what to say of a timeout that is not the usual one."""
    return "" if timeout == MINUTE else f", with timeout={timeout}"


def test_others(cache_server, answer):
    """Another key waits for nothing.

    Tries: other keys.
    """
    begun, done = threading.Event(), threading.Event()

    def slow():
        begun.set()
        done.wait(PATIENCE)
        return 1

    asked = []

    def quick():
        for key in ("quick", "Slow", "slow:1", "slo", *(f"quick-{n}" for n in range(KEYS))):
            asked.append(key)
            answer.once(key, lambda: 2)

    first = threading.Thread(target=lambda: answer.once("slow", slow), daemon=True)
    second = threading.Thread(target=quick, daemon=True)
    first.start()
    begun.wait(PATIENCE)
    second.start()
    before = -1
    while len(asked) > before and second.is_alive():  # as long as it gets on
        before = len(asked)
        second.join(2 * WAIT)
    waits = second.is_alive()
    key = asked[-1]
    done.set()
    first.join(PATIENCE)
    second.join(PATIENCE)
    expect(
        not waits,
        "While one key is computed, a call with another key waits for it.",
        details=[f"computed  slow, waits  {key}"],
    )


def test_many(cache_server, answer):
    """Many keys are computed at the same time, and none waits for another.

    Tries: other keys.
    """
    # Each computation asks for the next key, so all of them are open in the end. Locks that keys
    # share collide between any two of them: for 300 keys that is 45,000 pairs.
    # Checksums of random names are random; those of names that count up hardly ever collide.
    names = [f"{Random(number).getrandbits(64):x}" for number in range(MANY)]
    depth, given_up, results = [], threading.Event(), []

    def nest(number):
        depth.append(number)
        if number < MANY and not given_up.is_set():
            answer.once(names[number], lambda: nest(number + 1))
        return number

    def first():
        results.append(answer.once("many", lambda: nest(0)))

    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + FRAMES * MANY)
    thread = threading.Thread(target=first, daemon=True)
    try:
        thread.start()
        before = -1
        while len(depth) > before and thread.is_alive():  # as long as it gets on
            before = len(depth)
            thread.join(2 * WAIT)
        waits, reached = thread.is_alive(), len(depth)
        if waits:
            given_up.set()
            pass_time(cache_server, MINUTE)  # until the locks that it waits for are gone
            thread.join(PATIENCE)
    finally:
        sys.setrecursionlimit(limit)
    expect(
        not waits,
        f"While {plural(reached, 'key')} are computed, a call with another key waits for one of "
        "them.",
        "to wait for callers of the same key only: locks that keys share make others wait.",
    )
    same(results, [0], call="once()", given=f"with {MANY} computations inside of each other")


def test_trips(cache_server, answer):
    """A hit is a look at the cache or two.

    Tries: trips.
    """
    for number, value in enumerate(({"posts": 42}, 0, [], list(range(50_000)))):
        key = f"numbers-{number}"
        answer.once(key, lambda value=value: value)
        round_trips(partial(answer.once, key, lambda: 2), 2, "when the cache has the value")


def given_back(outcomes):
    """Return the results of all calls; raise what the first of them raised."""
    for outcome in outcomes:
        if outcome.error:
            raise outcome.error
    return [outcome.result for outcome in outcomes]


def left_by(url, answer, **timeout):
    """Return how long the keys stay that a call stores in an empty cache, in seconds."""
    cache.clear()
    answer.once("usual", lambda: "value", **timeout)
    return sorted(lifetimes(url).values())


def hurry(monkeypatch):
    """Let time.sleep() be shorter, so that nobody waits for an answer that looks again."""
    monkeypatch.setattr(time, "sleep", lambda seconds, sleep=time.sleep: sleep(seconds / HURRY))


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
    same(answer.once("numbers", lambda: 8), 7, call="once()", given=given)
