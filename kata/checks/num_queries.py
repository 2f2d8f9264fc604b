"""pytest-django's fixtures that count queries, with a message that names the lines.

The contract is theirs, so that a test behaves the same in a project without this course: the same
parameters, errors and context, and a failure is a ``pytest.fail.Exception``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from _pytest.outcomes import Failed
from django.db import connections
from django.test.utils import CaptureQueriesContext

from kata.checks.attribution import Target
from kata.checks.findings import Failure, Line, plural
from kata.checks.queries import Meter


class QueriesFailed(Failed):  # which is pytest.fail.Exception
    """A block sent another number of queries than a test allows."""

    def __init__(self, failure: Failure) -> None:
        lines = [f"{line.count:>5} x  {line.where}   {line.source}" for line in failure.lines]
        super().__init__("\n".join([failure.says, *lines]))
        self.failure = failure


@contextmanager
def assert_num_queries(
    path: Path | None,
    num: int,
    connection: Any | None = None,
    info: str | None = None,
    *,
    using: str | None = None,
    exact: bool,
) -> Iterator[CaptureQueriesContext]:
    """Count the queries of a block on one connection, BEGIN and SAVEPOINT included.

    Args:
        path: the file whose lines are named; None for the answer under check.
        num: how many are allowed.
        connection: the connection to count on; the default one if None.
        info: a text to add to the message.
        using: the connection's alias instead.
        exact: fewer are a failure as well.

    Raises:
        pytest.fail.Exception: there are more, or, with ``exact``, fewer.
        ValueError: both ``connection`` and ``using`` are given.
    """
    if connection and using:
        raise ValueError('The "connection" and "using" parameter cannot be used together')
    counted = CaptureQueriesContext(
        connections[using or "default"] if connection is None else connection
    )
    with _aimed(path):
        with counted as context, Meter() as meter:
            yield context
        count = len(context)
        if count == num if exact else count <= num:
            return
        meter.calls = [call for call in meter.calls if call.alias == counted.connection.alias]
        failure = _failure(count, num, info, meter.lines(), exact=exact)
    raise QueriesFailed(failure)


def _failure(count: int, num: int, info: str | None, lines: list[Line], *, exact: bool) -> Failure:
    most = "exactly" if exact else "at most"
    says = (
        f"{plural(count, 'query', 'queries')}; {most} {num} {'is' if num == 1 else 'are'} allowed."
    )
    return Failure(f"{says} {info}" if info else says, lines=tuple(lines))


@contextmanager
def _aimed(path: Path | None) -> Iterator[None]:
    """Have the lines of a test file named, and then again those that were named before."""
    before = Target.path
    if path:
        Target.aim(path)
    try:
        yield
    finally:
        Target.path = before
