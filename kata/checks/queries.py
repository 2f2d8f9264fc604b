"""The meter: counts what reaches the database, and names the line that sent it.

Django's own counters see one connection object, so a thread, another alias, an async view or
``connection.copy()`` counts as nothing, and ``connection.queries`` keeps the last 9,000. The meter
hooks ``CursorWrapper`` at class level, for the length of a block, and then asks the database itself
whether it saw more (``truth``). Measured in ``research/perf-tools.md``, sections 2.2 to 2.4.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import connection
from django.db.backends.utils import CursorWrapper

from kata.checks import sql as statements
from kata.checks import truth
from kata.checks.attribution import Target, source, where
from kata.checks.same import plain
from kata.verdict import Line, MeterBroken, fail, ledger, plural


class Query(NamedTuple):
    """One call of a cursor.

    Attributes:
        sql: the text as Django sent it, with placeholders.
        times: how often it was sent: once, or for ``executemany`` once a row.
        line: the line of the answer that led to it, 0 for none.
        alias: the connection's alias.
        done: whether it ended without an error.
    """

    sql: str
    times: int
    line: int
    alias: str
    done: bool


class Hook:
    """The class-level hook, shared by every meter that is running."""

    _lock = threading.Lock()
    _meters: tuple[Meter, ...] = ()
    below: dict[str, Callable[..., Any]] = {}  # what was there before the first meter

    @classmethod
    def add(cls, meter: Meter) -> None:
        """Report to ``meter`` from now on."""
        with cls._lock:
            if not cls._meters:
                cls.below = {name: CursorWrapper.__dict__[name] for name in _HOOKED}
                for name, method in _HOOKED.items():
                    setattr(CursorWrapper, name, method)
            cls._meters += (meter,)

    @classmethod
    def remove(cls, meter: Meter) -> None:
        """Report to ``meter`` no more; the last one puts the methods back."""
        with cls._lock:
            cls._meters = tuple(other for other in cls._meters if other is not meter)
            if not cls._meters:
                for name, method in cls.below.items():
                    setattr(CursorWrapper, name, method)

    @classmethod
    def report(cls, sql: Any, times: int, alias: str, done: bool) -> None:
        """Tell every running meter of one call."""
        path, frame = Target.path, sys._getframe(2)
        while frame is not None and frame.f_code.co_filename != path:
            frame = frame.f_back  # type: ignore[assignment]
        line = frame.f_lineno if frame is not None else 0
        query = Query(sql if type(sql) is str else str(sql), times, line, alias, done)
        for meter in cls._meters:
            meter.calls.append(query)

    @classmethod
    def fetched(cls, rows: int) -> None:
        """Tell every running meter that rows reached Python."""
        with cls._lock:
            for meter in cls._meters:
                meter.rows += rows


def _execute(self: CursorWrapper, sql: Any, params: Any, many: bool, executor: Any) -> Any:
    if many:
        params = list(params)
    done = False
    try:
        result = Hook.below["_execute_with_wrappers"](self, sql, params, many, executor)
        done = True
        return result
    finally:
        Hook.report(sql, len(params) if many else 1, self.db.alias, done)


def _callproc(self: CursorWrapper, procname: Any, *args: Any) -> Any:
    done = False
    try:
        result = Hook.below["callproc"](self, procname, *args)
        done = True
        return result
    finally:
        Hook.report(f"CALL {procname}", 1, self.db.alias, done)


def _getattr(self: CursorWrapper, name: str) -> Any:
    """Count the rows of a fetch; let COPY and stream, which bypass ``execute``, be seen."""
    value = Hook.below["__getattr__"](self, name)
    if name == "fetchone":
        return lambda: _counted_row(value())
    if name in {"fetchmany", "fetchall"}:
        return lambda *args, **kwargs: _counted_rows(value(*args, **kwargs))
    if name in {"copy", "stream"}:

        def seen(sql: Any, *args: Any, **kwargs: Any) -> Any:
            Hook.report(sql, 1, self.db.alias, True)
            return value(sql, *args, **kwargs)

        return seen
    return value


def _iter(self: CursorWrapper) -> Iterator[Any]:
    for row in Hook.below["__iter__"](self):
        Hook.fetched(1)
        yield row


_HOOKED: dict[str, Callable[..., Any]] = {
    "_execute_with_wrappers": _execute,
    "callproc": _callproc,
    "__getattr__": _getattr,
    "__iter__": _iter,
}


def _counted_row(row: Any) -> Any:
    Hook.fetched(row is not None)
    return row


def _counted_rows(rows: Any) -> Any:
    Hook.fetched(len(rows))
    return rows


class Meter:
    """Counts statements and rows of a block, of every alias, thread and task.

    After the block, ``calls`` holds every call in order, ``queries`` those that move data, and
    ``rows`` is how many rows reached Python.

    Example::

        with Meter() as meter:
            feed()
        print(meter.count)
    """

    def __init__(self) -> None:
        self.calls: list[Query] = []
        self.rows = 0
        self.truth: truth.Truth | None = None

    def __enter__(self) -> Meter:
        Hook.add(self)
        return self

    def __exit__(self, *exception: object) -> None:
        Hook.remove(self)

    @property
    def queries(self) -> list[Query]:
        """The calls that move data: no BEGIN, SAVEPOINT, SET or the like."""
        return [call for call in self.calls if statements.moves_data(call.sql)]

    @property
    def count(self) -> int:
        """How many statements moved data; ``executemany`` counts each row."""
        return sum(_statements(query) for query in self.queries)

    def lines(self) -> list[Line]:
        """Return the places that sent statements, the most frequent first."""
        groups: Counter[tuple[str, int]] = Counter()
        for query in self.queries:
            groups[statements.shape(query.sql), query.line] += _statements(query)
        return [
            Line(count, where(line), source(line), statements.short(text))
            for (text, line), count in groups.most_common()
        ]


def _statements(query: Query) -> int:
    if query.times != 1:
        return query.times
    return sum(statements.moves_data(part) for part in statements.parts(query.sql))


def clear_caches() -> None:
    """Empty what Django keeps between requests, so that a warm cache saves nobody a query."""
    from django.contrib.contenttypes.models import ContentType  # needs the apps to be loaded

    ContentType.objects.clear_cache()
    for cache in caches.all(initialized_only=True):
        cache.clear()


_trusted: set[str] = set()


def self_test() -> None:
    """Count a known N+1; once for each kind of database in a process.

    Raises:
        MeterBroken: the count is wrong, so no verdict can be trusted.
    """
    if connection.vendor in _trusted:
        return
    with connection.cursor() as cursor, truth.of(connection) as driver, Meter() as meter:
        cursor.execute("SELECT 1")
        for _ in range(3):
            cursor.execute("SELECT 2")
            cursor.fetchall()
    if meter.count != 4 or meter.rows != 3 or (driver.known and driver.count != 4):
        raise MeterBroken(
            f"The meter counted {meter.count} and the database {driver.count} of 4 known "
            "statements, so nothing was judged. Run: kata doctor"
        )
    _trusted.add(connection.vendor)


@contextmanager
def metered(*, keep_caches: bool = False) -> Iterator[Meter]:
    """Count a block, and fail it when statements went round Django.

    Args:
        keep_caches: what Django's caches hold is what the exercise is about: leave it there.

    Raises:
        CheckFailed: the database ran statements that no Django cursor sent.
        MeterBroken: the meter cannot count here.
    """
    self_test()
    if not keep_caches:
        clear_caches()
    with truth.of(connection) as driver, Meter() as meter:
        yield meter
    meter.truth = driver
    if not driver.known:
        ledger.note(driver.why)
        return
    sent = sum(_statements(query) for query in meter.queries if query.done)
    if driver.count > sent:
        raise fail(
            f"The database ran {driver.count} statements, and only {sent} of them came through "
            "Django: the others went round it, where nothing counts them.",
            "Send every statement through Django's connections.",
            details=[f"{calls} x  {statements.short(text)}" for text, calls in driver.texts[:5]],
        )


def counted(call: Callable[[], Any], *, keep_caches: bool = False) -> tuple[Any, Meter]:
    """Call, read the whole result (a generator or queryset too) and return it with its meter."""
    with metered(keep_caches=keep_caches) as meter:
        result = plain(call())
    return result, meter


def at_most_queries(
    call: Callable[[], Any], most: int, why: str = "", *, keep_caches: bool = False
) -> Any:
    """Call and return its result; fail when it sends more statements than allowed.

    Args:
        most: how many statements may move data.
        why: what to add to "Allowed: ..." on the screen.
        keep_caches: leave what Django's caches hold, which are emptied otherwise.
    """
    result, meter = counted(call, keep_caches=keep_caches)
    ledger.spent(queries=meter.count)
    if meter.count > most:
        raise fail(
            f"{plural(meter.count, 'query', 'queries')}.",
            f"at most {most}{f', {why}' if why else ''}.",
            meter.lines(),
        )
    return result
