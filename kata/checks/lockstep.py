"""Several threads in turns, one statement at a time: what may happen on a busy day, on every run.

Between the read and the write of one request another request reads the same number. Threads that
merely run at once meet there only by luck; here they always do.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection, connections

from kata.checks.attribution import caller_line, where
from kata.checks.concurrency import Outcome, refuse_leaks, sessions, thread_of_check
from kata.checks.sql import moves_data, short
from kata.verdict import fail

PATIENCE = 0.005  # seconds before the database is asked whether a thread waits for a lock
ASLEEP = 1.0  # seconds after which a thread waits for something else, such as a lock of Python
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SHOWN = 24
WIDTH = 50  # with the place before it a statement fits a line of 80

Call = Callable[[], Any]
State = Literal["running", "held", "done"]


@dataclass
class Turns:
    """How threads in turns ended, in the order of the calls, and what they sent meanwhile.

    Attributes:
        outcomes: what each call returned or raised.
        story: a line for each statement, in the order in which they were let go.
    """

    outcomes: list[Outcome]
    story: list[str] = field(default_factory=list)


class _Thread:
    """One thread: where it stands, and the connection by which the database knows it."""

    def __init__(self, letter: str, call: Call) -> None:
        self.letter, self.call, self.outcome = letter, call, Outcome()
        self.state: State = "running"
        self.pid = 0
        self.next = ""


def lockstep(*calls: Call, timeout: float = 20.0) -> Turns:
    """Run calls in threads with a connection each, and let one statement go at a time, in turns.

    A thread is held before each statement that it sends through Django's default connection, and
    before its commit. The next in turn is let go when every other one is held, done, or waits for a
    lock inside the database. So the first call sends its first statement, then the second call
    sends its first, and so on; then the first call sends its second.

    PostgreSQL only: it tells who waits for a lock.

    Raises:
        CheckFailed: a thread does not end within ``timeout``, or a connection was left open.
    """
    before = sessions()
    steps = _Steps([_Thread(*pair) for pair in zip(LETTERS, calls, strict=False)])
    workers = [thread_of_check(steps.run, thread) for thread in steps.threads]
    for worker in workers:
        worker.start()
    in_time = steps.conduct(time.monotonic() + timeout)
    for worker in workers:
        worker.join(timeout if in_time else 1)
    if stuck := sum(worker.is_alive() for worker in workers):
        raise fail(
            f"{stuck} of {len(calls)} threads did not come back within {timeout:g} seconds: "
            "each waits for something that another holds.",
            details=steps.story[:SHOWN],
        )
    refuse_leaks(before, len(calls))
    return Turns([thread.outcome for thread in steps.threads], steps.story)


class _Steps:
    """The threads, and who may go."""

    def __init__(self, threads: list[_Thread]) -> None:
        self.threads = threads
        self.story: list[str] = []
        self._changed = threading.Condition()
        self._free = False

    # In the threads

    def run(self, thread: _Thread) -> None:
        """Call, and stop where a statement is about to be sent."""

        def hold(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if moves_data(sql):
                self._hold(thread, short(sql, WIDTH))
            return execute(sql, params, many, context)

        def commit() -> Any:
            self._hold(thread, "COMMIT")
            return original()

        own: Any = connections["default"]
        original = own._commit
        try:
            own.ensure_connection()
            thread.pid = own.connection.info.backend_pid
            own._commit = commit
            with own.execute_wrapper(hold):
                thread.outcome.result = thread.call()
        except BaseException as error:
            thread.outcome.error = error
        finally:
            connections.close_all()
            with self._changed:
                thread.state = "done"
                self._changed.notify_all()

    def _hold(self, thread: _Thread, sql: str) -> None:
        line = caller_line()
        with self._changed:
            thread.next = f"{thread.letter}  {where(line) if line else '':<20}  {sql}"
            thread.state = "held"
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._free or thread.state == "running")
            thread.state = "running"

    # In the thread of the check

    def conduct(self, deadline: float) -> bool:
        """Let one after the other go until all are done; return whether they were in time."""
        turn = 0
        with self._changed:
            while any(thread.state != "done" for thread in self.threads):
                if time.monotonic() > deadline:
                    self._free = True
                    self._changed.notify_all()
                    return False
                self._settle()
                order = [*self.threads[turn:], *self.threads[:turn]]
                if thread := next((one for one in order if one.state == "held"), None):
                    self.story.append(thread.next)
                    thread.state = "running"
                    self._changed.notify_all()
                    turn = (self.threads.index(thread) + 1) % len(self.threads)
                else:  # each waits for another one: the database will end one of them
                    self._changed.wait(PATIENCE)
        return True

    def _settle(self) -> None:
        """Wait until nobody runs but those who wait for a lock."""
        start = time.monotonic()
        while running := [thread for thread in self.threads if thread.state == "running"]:
            if self._changed.wait(PATIENCE):
                continue
            if all(thread.pid for thread in running) and _wait(running):
                return
            if time.monotonic() - start > ASLEEP:
                return


def _wait(threads: list[_Thread]) -> bool:
    """Return whether every one of the threads waits for a lock inside the database."""
    pids = [thread.pid for thread in threads]
    with closing(connection.cursor()) as cursor:
        cursor.execute(
            "SELECT count(*) FROM unnest(%s::int[]) AS pid WHERE pg_blocking_pids(pid) <> '{}'",
            [pids],
        )
        return bool(cursor.fetchone()[0] == len(pids))
