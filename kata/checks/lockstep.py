"""Several threads in turns, one statement at a time: what may happen on a busy day, on every run.

Between the read and the write of one request another request reads the same number. Threads that
merely run at the same time meet there only by luck; here they always do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kata.checks.concurrency import Outcome
from kata.checks.findings import fail
from kata.checks.stage import TICK, Stage

ASLEEP = 1.0  # seconds after which a thread waits for something else, such as a lock of Python


@dataclass
class Turns:
    """How threads in turns ended, in the order of the calls, and what they sent.

    Attributes:
        outcomes: what each call returned or raised.
        story: a line for each statement, in the order in which they were let go.
    """

    outcomes: list[Outcome]
    story: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[BaseException]:
        """What the calls raised."""
        return [outcome.error for outcome in self.outcomes if outcome.error]

    @property
    def results(self) -> list[Any]:
        """What the calls returned, None for one that raised."""
        return [outcome.result for outcome in self.outcomes]

    def no_errors(self, what: str) -> None:
        """Fail with the first error of a call.

        Args:
            what: what the calls do, such as ``Two workers have one message``.
        """
        for error in self.errors:
            says = f"{what}: {type(error).__name__}: {error}"
            raise fail(says, "no error.", details=self.story)


def lockstep(*calls: Callable[[], Any], timeout: float = 20.0) -> Turns:
    """Run calls in threads with a connection each, and let one statement go at a time, in turns.

    A thread is held before each statement that it sends through Django's default connection, and
    before its commit. The next in turn is let go when every other one is held, done, or waits for a
    lock inside the database. So the first call sends its first statement, then the second call
    sends its first, and so on; then the first call sends its second.

    PostgreSQL only: it tells which session waits for a lock.

    Raises:
        CheckFailed: a thread does not end within ``timeout``, or a connection was left open.
    """
    with Stage(len(calls), patience=ASLEEP, cache=False, timeout=timeout) as stage:
        stage.play(list(calls))
        with stage.changed:
            for client in stage.clients:
                stage.let_go(client)
            _take_turns(stage)
        return Turns([client.outcome for client in stage.clients], stage.story)


def _take_turns(stage: Stage) -> None:
    turn = 0
    while any(client.state != "done" for client in stage.clients):
        stage.settle()
        order = [*stage.clients[turn:], *stage.clients[:turn]]
        if client := next((one for one in order if one.state == "held"), None):
            stage.let_go(client)
            turn = (stage.clients.index(client) + 1) % len(stage.clients)
        else:  # each waits for another one: the database will end one of them
            stage.refuse_late()
            stage.changed.wait(TICK)
