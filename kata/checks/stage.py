"""Threads that stop wherever another client can come in: what lockstep and interleave conduct.

Such a place is called a point: a statement that moves data, a COMMIT, and a round trip to the cache
server. A client is held before each of them until it is let go.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from importlib.util import find_spec
from typing import Any, Literal

from django.db import connection, connections

from kata.checks.attribution import caller_line, where
from kata.checks.concurrency import (
    Outcome,
    end_deadlocks_soon,
    refuse_leaks,
    sessions,
    stuck,
    thread_of_check,
)
from kata.checks.findings import fail
from kata.checks.sql import moves_data, short

TICK = 0.002  # seconds before the database is asked whether a client waits for a lock
LONGEST = 0.032
LOOKS = 20  # times that a client may send the very same before it counts as waiting
NAP = 0.5  # seconds that pg_sleep() may take; beyond, a statement polls for what another one holds
GRACE = 0.3  # seconds for clients to end when the check has failed already
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHOWN = 24
WIDTH = 50  # with the place before it a statement fits a line of 80
COMMIT = re.compile(r"\s*(?:COMMIT|END)\b", re.IGNORECASE)
ROLLBACK = re.compile(r"\s*ROLLBACK\b", re.IGNORECASE)
COMMITS = "COMMIT"  # what the story says of a commit, by whichever way

Call = Callable[[], Any]
State = Literal["idle", "running", "held", "done"]


class Client:
    """One thread with its connection, and where it stands.

    Attributes:
        next: the line for the story: the point before which the client is held.
        point: the same with its values, to see that a client asks the same again and again.
        passed: how many points it has passed.
        budget: how many more it may pass without a word from the conductor, as long as no other
            client runs.
        asked: how often it has sent the very same since it was let go.
        blocked: the database said that it waits for another client, when it was asked last.
        asleep: it waits, and not for the database; until it gets to its next point.
        released: it has rolled back, maybe to a savepoint, and with that given up locks.
        sending: it is inside a statement of Django's, which has been a point already.
    """

    def __init__(self, letter: str) -> None:
        self.letter = letter
        self.call: Call | None = None
        self.outcome = Outcome()
        self.state: State = "idle"
        self.pid = self.passed = self.budget = 0
        self.asked: Counter[Hashable] = Counter()
        self.raw: Any = None
        self.next = ""
        self.point: Hashable = None
        self.asleep = self.blocked = self.sending = self.released = False
        self._clock: int | None = None
        self._worked = 0.0

    def know_clock(self) -> None:
        """Find the clock of the thread that runs this, where the system has one."""
        if hasattr(time, "pthread_getcpuclockid"):
            self._clock = time.pthread_getcpuclockid(threading.get_ident())

    def has_worked(self) -> bool:
        """Whether the thread has used the processor since this was asked last."""
        if self._clock is None:
            return False
        try:
            now = time.clock_gettime(self._clock)
        except OSError:  # it has ended
            return False
        worked, self._worked = now > self._worked, now
        return worked


class Stage:
    """Clients in threads of their own, one of which is let go at a time.

    As a context manager it starts the threads, and ends them; they and their connections serve
    several runs. ``play`` begins a run.

    Args:
        number: how many clients.
        patience: seconds after which a client that does nothing waits for something outside the
            database, such as a lock of Python.
        cache: whether a round trip to the cache server is a point.
        timeout: seconds of wall time for a run.
    """

    def __init__(self, number: int, *, patience: float, cache: bool, timeout: float) -> None:
        self.clients = [Client(letter) for letter in LETTERS[:number]]
        self.story: list[str] = []
        self.changed = threading.Condition()
        self.deadline = 0.0
        self._patience, self._cache, self._timeout = patience, cache, timeout
        self._workers: list[threading.Thread] = []
        self._over = False
        self._mine = threading.local()

    def __enter__(self) -> Stage:
        self._sessions = sessions()
        self._hooks: AbstractContextManager[Any] = nullcontext()
        if self._cache and find_spec("redis"):
            from kata.checks.trips import trips

            self._hooks = trips(self.point)
        self._hooks.__enter__()
        self._workers = [thread_of_check(self._serve, client) for client in self.clients]
        for worker in self._workers:
            worker.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self.changed:
            self._over = True
            self.changed.notify_all()
        for worker in self._workers:
            worker.join(GRACE if kind else self._timeout)
        self._hooks.__exit__(None, None, None)
        if kind is None:
            refuse_leaks(self._sessions, len(self.clients))

    def play(self, calls: list[Call]) -> None:
        """Begin a run: each client gets its call, and starts it when it is let go first."""
        self.story = []
        self.deadline = time.monotonic() + self._timeout
        with self.changed:
            for client, call in zip(self.clients, calls, strict=True):
                client.call, client.outcome = call, Outcome()
                client.state, client.passed, client.budget = "idle", 0, 0
                client.asleep = client.blocked = client.released = False

    # In the clients' threads

    def _serve(self, client: Client) -> None:
        own = connections["default"]
        self._mine.client = client
        client.know_clock()
        try:
            own.ensure_connection()
            end_deadlocks_soon(own)
            with self._watched(client, own):
                while self._starts(client):
                    try:
                        assert client.call is not None
                        client.outcome.result = client.call()
                    except BaseException as error:
                        client.outcome.error = error
                    finally:
                        _tidy(own)
                        self._set(client, "done")
        except BaseException as error:
            client.outcome.error = error
            self._set(client, "done")
        finally:
            connections.close_all()

    def _starts(self, client: Client) -> bool:
        with self.changed:
            self.changed.wait_for(lambda: self._over or client.state == "running")
            return not self._over

    def _set(self, client: Client, state: State) -> None:
        with self.changed:
            client.state, client.asleep, client.blocked = state, False, False
            self.changed.notify_all()

    @contextmanager
    def _watched(self, client: Client, own: Any) -> Iterator[None]:
        """Hold the client before what it sends through its connection."""
        commit = own._commit

        def hold(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            self._look_below(client, own)
            self._statement(client, sql, params)
            client.sending = True
            try:
                return execute(sql, params, many, context)
            finally:
                client.sending = False

        def hold_commit() -> Any:
            self.hold(client, COMMITS)
            return commit()

        own._commit = hold_commit
        self._look_below(client, own)
        try:
            with own.execute_wrapper(hold):
                yield
        finally:
            own._commit = commit

    def _look_below(self, client: Client, own: Any) -> None:
        """Hold the client before what it sends by a cursor of psycopg's, on a new connection."""
        if own.connection is client.raw or own.vendor != "postgresql":
            return
        stage, client.raw, base = self, own.connection, own.connection.cursor_factory
        client.pid = own.connection.info.backend_pid

        class Cursor(base):  # type: ignore[misc, valid-type]
            def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
                if not client.sending:
                    stage._statement(client, _text(query, self), params)
                return super().execute(query, params, **more)

            def executemany(self, query: Any, rows: Any, **more: Any) -> Any:
                if not client.sending:
                    stage._statement(client, _text(query, self), None)
                return super().executemany(query, rows, **more)

            def copy(self, statement: Any, *args: Any, **more: Any) -> Any:
                stage._statement(client, _text(statement, self), None)
                return super().copy(statement, *args, **more)

        own.connection.cursor_factory = Cursor

    def _statement(self, client: Client, sql: str, params: Any) -> None:
        if moves_data(sql):
            self.hold(client, short(sql, WIDTH), (sql, repr(params)))
        elif COMMIT.match(sql):
            self.hold(client, COMMITS)
        client.released = client.released or bool(ROLLBACK.match(sql))

    def point(self, command: str) -> None:
        """Hold the client of this thread, if it is one, before a round trip to another server."""
        if client := getattr(self._mine, "client", None):
            text = command if len(command) <= WIDTH else command[: WIDTH - 4] + " ..."
            self.hold(client, text, command)

    def hold(self, client: Client, text: str, point: Hashable = None) -> None:
        """Stop before a point until the client is let go."""
        line = caller_line()
        with self.changed:
            if self._over or client.state != "running":
                return
            client.next = f"{client.letter}  {where(line) if line else '':<20}  {text}"
            client.point = (line, point or text)
            client.asleep = client.blocked = False
            others = [one for one in self.clients if one.state == "running" and one is not client]
            alone = not others or (self._keeps_locks(client, text) and all(map(_blocked, others)))
            if alone and client.budget > 0 and client.asked[client.point] < LOOKS:
                self._pass(client)
                return
            client.state = "held"
            self.changed.notify_all()
            self.changed.wait_for(lambda: self._over or client.state == "running")
            client.state = "running"

    def pause(self) -> None:
        """Stop the client of this thread until it is let go, however far it may run."""
        client: Client = self._mine.client
        client.budget = 0
        self.hold(client, "the next one")

    def _keeps_locks(self, client: Client, text: str) -> bool:
        """Whether clients that wait for this one go on waiting when it passes its point."""
        released, client.released = client.released, False
        return text != COMMITS and not released and connections["default"].in_atomic_block

    # In the thread of the check, which has ``changed``

    def let_go(self, client: Client) -> None:
        """Let a client pass its point, or begin."""
        if client.state == "held":
            self._pass(client)
        client.state = "running"
        self.changed.notify_all()

    def _pass(self, client: Client) -> None:
        self.story.append(client.next)
        client.passed += 1
        client.budget -= 1
        client.asked[client.point] += 1

    def settle(self) -> None:
        """Wait until no client runs but those that wait for something.

        Raises:
            CheckFailed: the run takes longer than it may.
        """
        quiet, tick = 0.0, TICK
        while running := self._awake():
            self.refuse_late()
            # One that was blocked is looked at before the first tick: mostly it still is.
            if not all(client.blocked for client in running) and self.changed.wait(tick):
                quiet, tick = 0.0, TICK
                continue
            tick = min(2 * tick, LONGEST)  # a slow statement is not asked about all the time
            states = self._states()
            for client in running:
                client.blocked = states.get(client.pid) == "blocked"
            if all(client.blocked for client in running):
                return
            seen = [states.get(client.pid) for client in running]
            # The driver wakes up now and then while a statement runs: that is no work.
            worked = [client.has_worked() for client in running]
            idle = [one for one, state in zip(worked, seen, strict=True) if state != "sleeps"]
            if "active" in seen or any(idle):
                quiet = 0.0
                continue
            quiet += tick
            if quiet >= max(self._patience, NAP if "sleeps" in seen else 0):
                for client in running:
                    client.asleep = not client.blocked

    def _awake(self) -> list[Client]:
        return [one for one in self.clients if one.state == "running" and not one.asleep]

    def _states(self) -> dict[int, str]:
        """Return what the database says of each client: blocked, active, idle, or it sleeps."""
        if connection.vendor != "postgresql":
            return {}
        pids = [client.pid for client in self.clients]
        with closing(connection.cursor()) as cursor:
            cursor.execute(
                # Asked very often: the view reads every session, and who blocks stops all locking.
                "SELECT pid, CASE WHEN wait_event_type = 'Lock'"
                " AND pg_blocking_pids(pid) && %s::int[] THEN 'blocked'"
                " WHEN wait_event = 'PgSleep' THEN 'sleeps'"
                " WHEN state = 'active' THEN 'active' ELSE 'idle' END"
                " FROM unnest(%s::int[]) AS client, pg_stat_get_activity(client)",
                [pids, pids],
            )
            return dict(cursor.fetchall())

    def _all_done(self) -> bool:
        return all(client.state == "done" for client in self.clients)

    def waits(self, client: Client) -> str:
        """Return what a client that was let go waits for, in words for the story."""
        return "waits" if client.asleep else "waits for a lock"

    def refuse_late(self) -> None:
        """Fail when the time of the run is over."""
        if time.monotonic() <= self.deadline:
            return
        self._over = True
        self.changed.notify_all()
        self.changed.wait_for(self._all_done, GRACE)
        late = max(sum(client.state != "done" for client in self.clients), 1)
        raise fail(stuck(late, len(self.clients), self._timeout), details=self.story[:SHOWN])


def _blocked(client: Client) -> bool:
    return client.blocked


def _tidy(own: Any) -> None:
    """Leave nothing of a run but an open connection without a transaction."""
    for other in connections.all(initialized_only=True):
        if other is not own:
            other.close()
    if own.connection is not None and (own.in_atomic_block or not own.get_autocommit()):
        own.in_atomic_block = False
        own.close()


def _text(query: Any, cursor: Any) -> str:
    """Return a statement of psycopg's as text."""
    if isinstance(query, bytes):
        return query.decode(errors="replace")
    return query.as_string(cursor) if hasattr(query, "as_string") else str(query)
