"""Two or three clients, and a schedule that walks through every point where one can come in.

``lockstep`` lets threads take turns, which is one schedule of many. A fault may need another one:
a visitor who comes between two statements that no turn separates. Here no point is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import Any

from django.db import connection

from kata.checks.findings import expect, fail
from kata.checks.lockstep import Turns
from kata.checks.same import plain
from kata.checks.stage import LETTERS, LOOKS, TICK, Client, Stage

PATIENCE = 0.1  # seconds for a client that does nothing and does not wait for the database
POINTS = 100
BETWEEN = 8  # queries: more than the answers to one page send
END = 1_000_000  # more points than anybody has

Call = Callable[[Any], Any]


@dataclass
class Meeting(Turns):
    """One schedule that was played: how the calls ended, and what they sent.

    Attributes:
        given: what ``prepare`` returned.
        at: the points before which clients were held while others ran, a line for each, as in the
            story; empty when the first one was done before the second began.
    """

    given: Any = None
    at: tuple[str, ...] = ()

    @property
    def waits_for_lock(self) -> bool:
        """Whether a client had to wait for a lock of another one."""
        return any("waits for a lock" in line for line in self.story)


def interleave(
    prepare: Callable[[], Any],
    *calls: Call,
    every_role: bool = False,
    apart: bool = True,
    halves: bool = False,
    points: int = POINTS,
    patience: float = PATIENCE,
    timeout: float = 20.0,
    among: Stage | None = None,
) -> Iterator[Meeting]:
    """Let other clients come in at every point of the first call, one point after the other.

    A point is a statement that moves data, sent through Django's default connection (or a cursor
    of psycopg's on it), a COMMIT, and a round trip to the cache server. For each point: ``prepare``
    makes the data anew; the first call is held before this point; the second runs to its end, or
    until it waits for the first; then the first goes on. Then the meeting is yielded, to judge
    the outcomes and the data. The last meeting is the one in which the first call ends before
    the second begins.

    With three calls the first is held before each of its points, the second before each of its
    own, and the three end in every order that differs.

    ::

        def prepare():
            [post] = world.posts(1, likes=(0, 0), counted=True)
            return post

        for meeting in interleave(
            prepare,
            lambda post: answer.like(post.pk, one.pk),
            lambda post: answer.like(post.pk, other.pk),
        ):
            expect(not meeting.errors, "A visitor got an error.", details=meeting.story)
            right(meeting.given, 2, meeting.story)

    Each schedule is the same on every run: one client is let go at a time, and the next one when
    every other is held, done, or waits. No verdict depends on time, as long as a client that
    neither sends anything nor waits for the database within ``patience`` waits for another one.

    Args:
        prepare: makes the data; what it returns is handed to each call.
        calls: two or three; each runs in a thread of its own, with a connection of its own.
        every_role: also let the others be held on the first one's way, in every order.
        apart: also play the schedules in which the first call begins after the others have ended,
            or ends before they begin.
        halves: with two calls: also hold the second before each of its points, until the first has
            ended.
        points: how many points of a call are tried, from its first.
        patience: how long a client may do nothing.
        timeout: seconds of wall time for a meeting.
        among: the ``clients()`` of several walks, which saves starting threads for each of them.

    Raises:
        CheckFailed: a call does not end in time, or a connection was left open.
    """
    orders = permutations(range(len(calls))) if every_role else [tuple(range(len(calls)))]
    scripts = partial(_two, halves=halves) if len(calls) == 2 else _three
    own = clients(len(calls), patience=patience, timeout=timeout) if among is None else None
    with nullcontext(among) if own is None else own as stage:
        assert stage is not None, "one of the two is there"
        for order in orders:
            yield from scripts(_Runs(stage, prepare, calls, order, apart), points)


def in_between(
    call: Callable[[], Any], other: Callable[[int], Any], *, times: int = 100, timeout: float = 20.0
) -> Meeting:
    """Let whole calls of another client come in before every point of the first call.

    This is what a busy row does to a client that reads, compares, and tries again: somebody has
    been faster each time. Where the other call waits for the first, it waits.

    Args:
        call: the first client's.
        other: the other client's, called with 0, 1 and so on until the first is done.
        times: how many calls come in at most.
        timeout: seconds of wall time for all.

    Returns:
        How both ended; ``given`` is how many calls the other client has made.

    Raises:
        CheckFailed: a call does not end in time, or a connection was left open.
    """
    with clients(timeout=timeout) as stage:
        made = 0

        def others(_: Any) -> None:
            nonlocal made
            while made < times and stage.clients[0].state != "done":
                made += 1
                other(made - 1)
                stage.pause()

        run = _Runs(stage, lambda: None, (lambda _: call(), others), (0, 1), True)
        [meeting] = run([(0, 1), (1, END)] * times)
        meeting.given = made
        return meeting


@contextmanager
def just_before(
    number: int,
    call: Callable[[], object],
    *,
    counts: Callable[[str], bool] = bool,
    from_then_on: bool = False,
) -> Iterator[list[str]]:
    """Call just before a statement of the block is sent: what another client does at that moment.

    For that no thread is needed, so it works in a browser too.

    Args:
        number: which statement, from 1; those through Django's default connection count, but not
            those of ``call``.
        counts: which statements count; ``moves_data`` leaves out those on transactions.
        from_then_on: call before each later one as well.

    Yields:
        The statements that count, as they are sent.
    """
    sent: list[str] = []
    is_inside = False

    def hold(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        nonlocal is_inside
        if not is_inside and counts(sql):
            sent.append(sql)
            if len(sent) == number or (from_then_on and len(sent) > number):
                is_inside = True
                try:
                    call()
                finally:
                    is_inside = False
        return execute(sql, *rest)

    with connection.execute_wrapper(hold):
        yield sent


def clients(number: int = 2, *, patience: float = PATIENCE, timeout: float = 20.0) -> Stage:
    """Return threads for several walks, as a context manager; ``interleave`` takes them."""
    return Stage(number, patience=patience, cache=True, timeout=timeout)


def _two(run: _Runs, points: int, *, halves: bool) -> Iterator[Meeting]:
    for n in run.points(points):
        yield from run([(0, n), (1, END), (0, END)])
        if not run.held[0]:
            return
        for m in range(1, points + 1 if halves else 1):
            yield from run([(0, n), (1, m), (0, END), (1, END)])
            if not run.held[1]:
                break


def _three(run: _Runs, points: int) -> Iterator[Meeting]:
    for n in run.points(points):
        yield from run([(0, n), (1, END), (2, END), (0, END)])
        if not run.held[0]:
            return
        for ends in ((2, 0, 1), (2, 1, 0), (0, 2, 1)):
            for m in range(1, points + 1):
                yield from run([(0, n), (1, m), *((client, END) for client in ends)])
                if not run.held[1]:
                    break


class _Runs:
    """Plays one schedule after the other with the same threads."""

    def __init__(
        self,
        stage: Stage,
        prepare: Callable[[], Any],
        calls: tuple[Call, ...],
        order: tuple[int, ...],
        apart: bool,
    ) -> None:
        self._stage, self._prepare, self._calls, self._apart = stage, prepare, calls, apart
        self._clients = [stage.clients[number] for number in order]
        self.held: list[bool] = []

    def points(self, most: int) -> range:
        """Return how many points the first client passes before the others come in."""
        return range(0 if self._apart else 1, most + 1)

    def __call__(self, script: list[tuple[int, int]]) -> Iterator[Meeting]:
        """Play a script: which client, in the order of roles, passes how many points.

        Where the clients do not meet, and need not be played apart, nothing is yielded.
        """
        stage, given = self._stage, self._prepare()
        stage.play([partial(call, given) for call in self._calls])
        at = []
        self.held = []
        with stage.changed:
            for number, points in script:
                client = self._clients[number]
                self._leg(client, points)
                if points < END:
                    # A client that waits is held as well, but not by us: one point more for it
                    # would be the same schedule again.
                    self.held.append(client.state == "held")
                    at += [client.next] * (client.state == "held")
                    if not (self.held[0] or self._apart):
                        return
            self._finish()
        outcomes = [client.outcome for client in stage.clients]
        yield Meeting(outcomes, stage.story, given, tuple(at))

    def _leg(self, client: Client, points: int) -> None:
        """Let a client pass points, until it waits or asks the same again and again."""
        stage = self._stage
        client.budget = points
        client.asked.clear()
        if client.state == "idle":
            stage.let_go(client)
        while True:
            stage.settle()
            if client.state != "held" or client.budget <= 0:
                break
            if client.asked[client.point] >= LOOKS:
                self._tell(client, "asks again and again")
                return
            stage.let_go(client)
        if client.state == "running":
            self._tell(client, stage.waits(client))

    def _tell(self, client: Client, text: str) -> None:
        line = f"{client.letter}  {'':<20}  {text}"
        if line not in self._stage.story[-len(LETTERS) :]:
            self._stage.story.append(line)

    def _finish(self) -> None:
        """Let all go on until they are done."""
        stage = self._stage
        while open_ := [client for client in self._clients if client.state != "done"]:
            before = sum(client.passed for client in open_)
            for client in open_:
                self._leg(client, END)
            if sum(client.passed for client in open_) == before:
                stage.refuse_late()
                stage.changed.wait(TICK)


def whole_between(
    prepare: Callable[[], object],
    ask: Callable[[], Any],
    write: Callable[[], object],
    *,
    valid: Callable[[], list[Any]],
    given: str,
) -> None:
    """Let another client write just before each query in turn: no row may be of both moments.

    Args:
        prepare: makes the data, before each turn.
        ask: returns the rows.
        write: what the other client does.
        valid: the rows that are right; those of before and those of after ``write`` both are.
        given: what the other client does, in words.

    Raises:
        CheckFailed: a row is neither as it was before nor as it is after that, or ``ask`` fails.
    """
    for number in range(1, BETWEEN + 1):
        prepare()
        right = valid()
        says = f"Another client {given} just before query {number}"
        try:
            with just_before(number, write) as sent:
                page = plain(ask())
        except Exception as error:
            raise fail(f"{says}: {error!r}.") from error
        if len(sent) < number:
            return
        right += valid()
        torn = [f"got  {row}"[:76] for row in page if row not in right]
        expect(not torn, f"{says}.", "each row as it was before or is after that.", torn)
