"""A task queue of a check's own: what an answer enqueues, and workers for whom no time passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from kata.checks.findings import CheckFailed, expect

MOST = 20  # errors of tasks, after which the last one is raised


class TaskQueue:
    """Tasks in the order in which they were enqueued, and those with a delay.

    A task travels as JSON. One that raises an error is delivered again, after the others.

    Attributes:
        tasks: those that are due.
        number: how many have been enqueued.
        point: is called before and after a task is enqueued.
    """

    def __init__(self, run: Callable[[Any], object]) -> None:
        """Prepare an empty queue.

        Args:
            run: what a worker does with a task.
        """
        self.tasks: list[Any] = []
        self.number = 0
        self.point: Callable[[], object] = lambda: None
        self._run, self._later, self._errors = run, list[tuple[Any, float]](), 0
        self._task: Any = None

    def enqueue(self, task: Any, delay: float | None = None) -> None:
        """Add a task, which is due after so many seconds."""
        self.point()
        task, self.number = json.loads(json.dumps(task)), self.number + 1
        if delay is None:
            self.tasks.append(task)
        else:
            is_number = isinstance(delay, (int, float))
            expect(is_number, f"enqueue(..., delay={delay!r:.60}).", "a number of seconds.")
            self._later.append((task, delay))
        self.point()

    def deliver(self, task: Any = None) -> None:
        """Run a task, or the next one. If it does not end well, it will be delivered again."""
        self._task = task = self.tasks.pop(0) if task is None else task
        try:
            self._run(json.loads(json.dumps(task)))
        except CheckFailed:
            raise
        except BaseException as error:
            self.tasks.append(task)
            self._errors += 1
            if self._errors > MOST or not isinstance(error, Exception):
                raise

    def deliver_all(self) -> None:
        """Run all tasks that are due, those included that they enqueue."""
        while self.tasks:
            self.deliver()

    def deliver_again(self) -> None:
        """Run the task that was delivered last once more."""
        self.deliver(self._task)

    def wait(self) -> list[float]:
        """Let all delays end, and return them in seconds."""
        later, self._later = self._later, []
        self.tasks += [task for task, _ in later]
        return [delay for _, delay in later]

    def work(self, point: Callable[[], object] = lambda: None) -> None:
        """Run all tasks, those with a delay as well.

        Args:
            point: is called before and after each task is enqueued; it may raise.
        """
        self.point = point
        self.deliver_all()
        while self.wait():
            self.deliver_all()
