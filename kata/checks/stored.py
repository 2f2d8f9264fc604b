"""What is in a cache server, and time that passes for it and for Python alike.

An hour passes here in a moment. The server knows how long each key has left, which can be set.
Python's clocks are moved by as much, so that an answer that compares time stamps of its own sees
the hour as well. The clocks of the servers themselves stay: PostgreSQL's now(), Valkey's TIME.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from random import Random
from typing import TYPE_CHECKING, Any

from kata.checks.findings import CheckFailed, fail, plural
from kata.checks.interleave import interleave
from kata.checks.same import plain, same
from kata.checks.trips import overtaken, trips

if TYPE_CHECKING:
    from redis import Redis

# time-machine moves time.time() and datetime.now(), and leaves these alone. Modules of Python's
# own library have imported them before by name: the time-outs of threads stay as they are.
STEADY = ("monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")

SHORTLY = 5.0  # seconds before a key expires, and after the time that a result may be old
KEYS = 5  # how many keys are lost one by one
LATE = 300  # visits that come late; those after them only make the time pass
POINTS = 6  # round trips after which keys are lost

# One step inside the server: a client that stores a key at that moment keeps its own timeout.
SHIFT = """
for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key)
    if left >= 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end
"""

# Each key and its milliseconds in one list, by one round trip: a check asks some hundred times.
LEFT = """
local found = {}
for _, key in ipairs(redis.call('KEYS', '*')) do
    local left = redis.call('PTTL', key)
    if left ~= -2 then
        table.insert(found, key)
        table.insert(found, left)
    end
end
return found
"""


class _Clocks:
    """Python's clocks, which run on and can be moved forward."""

    def __init__(self) -> None:
        self._passed, self._lock = 0, threading.Lock()  # milliseconds
        self._traveller: Any = None
        self._undo = ExitStack()

    def start(self) -> None:
        for name in STEADY:
            self._replace(time, name, self._moved(getattr(time, name), name.endswith("_ns")))

    def stop(self) -> None:
        self._undo.close()

    def move(self, ms: int) -> None:
        with self._lock:
            if self._traveller is None:
                import time_machine  # takes a while to import, and few checks need it

                self._traveller = self._undo.enter_context(time_machine.travel(time.time()))
                time.time()  # from its first look on it runs
            self._traveller.shift(ms / 1000)
            self._passed += ms

    def _moved(self, clock: Callable[[], Any], ns: bool) -> Callable[[], Any]:
        if ns:
            return lambda: clock() + 1_000_000 * self._passed
        return lambda: clock() + self._passed / 1000

    def _replace(self, module: Any, name: str, new: Any) -> None:
        self._undo.callback(setattr, module, name, getattr(module, name))
        setattr(module, name, new)


_running: list[_Clocks] = []


@contextmanager
def clocks() -> Iterator[None]:
    """Let ``pass_time`` move Python's clocks, in every thread, until the block ends.

    What imports ``monotonic`` or ``perf_counter`` by name has to do so inside of the block.
    """
    own = _Clocks()
    own.start()
    _running.append(own)
    try:
        yield
    finally:
        _running.remove(own)
        own.stop()


def lifetimes(url: str) -> dict[str, int]:
    """Return each key of a Valkey database with the seconds that it has left; -1 is forever."""
    left = _left(_client(url))
    return {
        key.decode(errors="replace"): -(-ms // 1000) if ms >= 0 else -1 for key, ms in left.items()
    }


def pass_time(url: str, seconds: float) -> None:
    """Let seconds pass: for the keys of a Valkey database, and for Python inside of ``clocks``.

    Args:
        url: of that database; empty for Python alone.
    """
    ms = round(1000 * seconds)
    if url:
        _client(url).eval(SHIFT, 0, str(ms))
    if _running:
        _running[-1].move(ms)


def visits(url: str, seconds: float, visit: Callable[[], Any], *, late: bool = False) -> Any:
    """Visit again and again until so many seconds have passed, in a moment; return the last result.

    The visits are so close to each other that a key which each of them renews never expires.

    Args:
        late: come when the key that stays longest has a few seconds left: an answer may renew a key
            only then.
    """
    passed, longest, steps = 0.0, 10.0, 0
    while passed < seconds:
        visit()
        left = max([0, *lifetimes(url).values()])
        longest = max(longest, left)
        step = longest / 2
        if late and steps < LATE:
            step = max(left - SHORTLY, left / 2) or seconds  # without a key there is none to renew
        step = min(step, seconds)
        pass_time(url, step)
        passed, steps = passed + step, steps + 1
    return visit()


def expires(url: str, most: int | None = 3600, *, given: str = "") -> None:
    """Fail if a key of a Valkey database stays longer than allowed.

    Args:
        most: how many seconds a key may have left; None for any time that ends.
        given: what was done before, such as ``after a rollback``.
    """
    left = lifetimes(url).items()
    long = {key: for_ for key, for_ in left if for_ < 0 or (most is not None and for_ > most)}
    if long:
        never = most is None or all(seconds < 0 for seconds in long.values())
        what = "with no timeout" if never else f"with more than {most:,} seconds left"
        raise fail(
            f"{plural(len(long), 'key')} in the cache {what}{f', {given}' if given else ''}.",
            "a timeout for each key."
            if most is None
            else f"at most {most:,} seconds for each key.",
            details=[
                f"{key}: {f'{seconds:,} seconds' if seconds >= 0 else 'forever'}"
                for key, seconds in list(long.items())[:5]
            ],
        )


def survives_losses(
    url: str, ask: Callable[[], Any], expected: Any, *, call: str, given: str = ""
) -> None:
    """Fail unless ``ask`` returns what is expected when the cache loses a key, or all of them.

    The cache loses each key alone, and all at the same time: before the call, and after each of its
    round trips. The call finds its result in the cache, or an empty cache: then it loses what the
    call itself has just stored.

    Args:
        call: what returns it, for the sentence, such as ``feed(limit=3)``.
        given: what the world looks like, for the sentence.
    """
    for cached in (True, False):
        _lose(url)
        if cached:
            ask()
        with trips() as seen:
            ask()
        number = min(len(lifetimes(url)), KEYS)
        for which in [*range(number), None] if number > 1 else [None]:
            for after in range(not cached, min(len(seen), POINTS) + 1):
                if cached:
                    ask()
                else:
                    _lose(url)
                visit, loss = overtaken(ask, partial(_lose, url, which), after=after)
                for outcome in (visit, loss):
                    if outcome.error:
                        raise outcome.error
                when = f"after round trip {after} of" if after else "before"
                what = "the call" if cached else "a call that found the cache empty"
                same(
                    visit.result,
                    expected,
                    call=call,
                    given=f"{given} when the cache lost {loss.result} {when} {what}".strip(),
                )


def right_together(
    prepare: Callable[[], object],
    *asks: Callable[[], Any],
    expected: Sequence[Any],
    call: str,
    given: str = "",
    trips_each: int | None = None,
) -> None:
    """Fail unless clients that meet at any point each get what is right, by few round trips.

    Args:
        prepare: makes the cache and the data, for each meeting anew.
        asks: two calls, each by a client of its own.
        expected: what each must return.
        call: the name of the function, for the sentence, such as ``names()``.
        given: what the world looks like, for the sentence.
        trips_each: how many round trips to the cache each call may make; None for any number.
    """
    own = threading.local()

    def note(_: str) -> None:
        own.trips = getattr(own, "trips", 0) + 1

    def counted(ask: Callable[[], Any], _: Any) -> tuple[Any, int]:
        own.trips = 0
        return plain(ask()), own.trips

    given = f"by one of two clients that meet {given}".strip()
    with trips(note):
        for meeting in interleave(prepare, *(partial(counted, ask) for ask in asks)):
            for error in meeting.errors:
                raise error
            for (got, made), right in zip(meeting.results, expected, strict=True):
                try:
                    same(got, right, call=call, given=given)
                except CheckFailed as error:
                    raise fail(error.failure.says, details=meeting.story) from None
                if trips_each is not None and made > trips_each:
                    raise fail(
                        f"{plural(made, 'round trip')} to the cache, {given}.",
                        f"at most {trips_each}.",
                        details=meeting.story,
                    )


def expires_whenever(
    url: str, prepare: Callable[[], object], ask: Callable[[], Any], most: int = 3600
) -> None:
    """Fail if a key stays longer than allowed when time passes in the middle of a call.

    Args:
        prepare: makes the cache before each call.
        ask: the call; so much time passes after each of its round trips that every key is gone.
        most: how many seconds a key may have left.
    """
    prepare()
    with trips() as seen:
        ask()
    for after in range(1, min(len(seen), POINTS) + 1):
        prepare()
        for outcome in overtaken(ask, partial(pass_time, url, most + SHORTLY), after=after):
            if outcome.error:
                raise outcome.error
        expires(url, most, given=f"when time passed after round trip {after} of a call")


def stays_fresh(
    url: str,
    ask: Callable[[Any], Any],
    now: Callable[[Any], Any],
    change: Callable[[Random], object],
    *,
    arguments: Sequence[Any],
    call: str,
    most: float = 3600,
    losses: bool = True,
    whole: bool = True,
    steps: int = 20,
) -> None:
    """Fail unless each result was right, as a whole, at one moment that is not too long ago.

    The data changes again and again. Each time one key of the cache is left with a few seconds, and
    the others may be lost: a result that is then made from this key, and cached, has its age, and
    what is made from that result has the age of both.

    Args:
        ask: the answer's call, with one of the arguments.
        now: what is right at this moment, for an argument; it uses no cache.
        change: changes the data; it gets the source of random numbers.
        arguments: what to call it with: two or more.
        call: the name of the function, for the sentence.
        most: how many seconds old a result may be.
        losses: whether the cache may lose keys before they expire.
        whole: whether a list must be right as a whole; if not, each of its elements by itself.
        steps: how many random steps follow those that try each key.
    """
    ages = _Ages(url, ask, now, change, arguments, call, most, whole)
    first = arguments[0]
    for then in arguments[:2]:
        for which, lose in product(range(KEYS), (False, True)[: 1 + losses]):
            ages.forget(losses)
            ages.look(first)
            keys = sorted(_left(_client(url)))
            if which >= len(keys):
                break
            ages.towards_the_end(keys[which], lose)
            ages.look(then)
            if newest := ages.longest():  # what has just been made, from what was old
                ages.towards_the_end(newest, False)
            ages.look(then)
    for _ in range(steps):
        if keys := sorted(_left(_client(url))):
            ages.towards_the_end(ages.random.choice(keys), losses and ages.random.random() < 0.5)
        for argument in ages.random.sample(arguments, ages.random.randint(1, len(arguments))):
            ages.look(argument)


@dataclass
class _Ages:
    """What was right, and until when; what a call returns is looked up there."""

    url: str
    ask: Callable[[Any], Any]
    now: Callable[[Any], Any]
    change: Callable[[Random], object]
    arguments: Sequence[Any]
    call: str
    most: float
    whole: bool

    def __post_init__(self) -> None:
        self.random = Random(1)
        self.was: list[tuple[float, dict[Any, Any]]] = []
        self.told: list[str] = []
        self.right = self._right()

    def look(self, argument: Any) -> None:
        """Call the answer; fail if its result is too old, or was never right."""
        asked = time.time()
        got, right = plain(self.ask(argument)), self.right[argument]
        if self.whole or not isinstance(got, list) or len(got) != len(right):
            self._judge(f"{self.call}({argument!r})", asked, got, lambda right: right[argument])
            return
        for n, value in enumerate(got):
            call = f"{self.call}({list(argument)!r})[{n}]"
            self._judge(call, asked, value, partial(_place, argument, n))

    def _judge(
        self, call: str, asked: float, got: Any, part: Callable[[dict[Any, Any]], Any]
    ) -> None:
        if got == part(self.right):
            return
        ends = [end for end, right in self.was if part(right) == got]
        if not ends:
            raise fail(
                f"{call} returned what was right at no moment, after the data had changed.",
                "what was right, as a whole, at one moment: values that were cached at different "
                "times do not fit together.",
                details=[*_differences(got, part(self.right)), *self.told],
            )
        # A second for what was rounded.
        if asked - ends[-1] > self.most + 1:
            raise fail(
                f"{call} returned what was last right {asked - ends[-1]:,.0f} seconds earlier.",
                f"at most {self.most:,.0f} seconds. What is made from a cached value, and cached, "
                "has the age of both.",
                details=self.told,
            )

    def towards_the_end(self, key: bytes, lose: bool) -> None:
        """Change the data, and let time pass until a key has a few seconds left."""
        self.change(self.random)
        self.was.append((time.time(), self.right))
        self.right = self._right()
        left = _left(_client(self.url)).get(key, 0) / 1000
        if left < 0:  # it never expires
            left = self.most
        # A key that has only a few seconds left is let go.
        passes = left - SHORTLY if left > 2 * SHORTLY else left + 1
        pass_time(self.url, passes)
        name = key.decode(errors="replace")
        self.told = [
            *self.told[-4:],
            f"{passes:,.0f} seconds passed; {name} had {left:,.0f} seconds left before.",
        ]
        if lose:
            client = _client(self.url)
            if others := [other for other in client.scan_iter("*") if other != key]:
                client.delete(*others)
                self.told.append(f"The cache lost its other {plural(len(others), 'key')}.")

    def longest(self) -> bytes | None:
        """Return the key that has the most time left."""
        left = _left(_client(self.url))
        return max(sorted(left), key=left.__getitem__, default=None)

    def forget(self, losses: bool) -> None:
        """Empty the cache, or let all keys expire that may not be lost."""
        if losses:
            _lose(self.url)
        else:
            pass_time(self.url, 2 * self.most)
        self.told = []

    def _right(self) -> dict[Any, Any]:
        return {argument: plain(self.now(argument)) for argument in self.arguments}


def _differences(got: Any, right: Any) -> tuple[str, ...]:
    try:
        same(got, right, call="Compared with what is right now")
    except CheckFailed as error:
        return error.failure.says, *error.failure.details
    return ()


def _lose(url: str, which: int | None = None) -> str:
    """Delete a key by its place in the order of names, or all; return what was lost."""
    keys = sorted(_client(url).scan_iter("*"))
    lost = keys if which is None else keys[which : which + 1]
    if lost:
        _client(url).delete(*lost)
    if which is None:
        return "all keys"
    return f"the key {lost[0].decode(errors='replace')}" if lost else "no key"


@lru_cache(maxsize=1)
def _client(url: str) -> Redis:
    """Return a client that stays connected: to connect takes longer than ten commands."""
    import redis

    return redis.Redis.from_url(url)


def _left(client: Redis) -> dict[bytes, int]:
    """Return each key with the milliseconds that it has left; -1 is forever."""
    left: Any = client.eval(LEFT, 0)
    return dict(zip(left[::2], left[1::2], strict=True))


def _place(argument: Any, place: int, right: dict[Any, Any]) -> Any:
    return right[argument][place]
