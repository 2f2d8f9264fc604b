"""The meter: counts what reaches the database, and names the line that sent it.

Django's own counters see one connection object, so a thread, another alias, an async view or
``connection.copy()`` counts as nothing, and ``connection.queries`` keeps the last 9,000. The meter
hooks cursors at class level (``hook``), for the length of a block, and then asks the database
itself whether it saw more (``truth``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import caches
from django.db import connection

from kata.checks import sql as statements
from kata.checks import truth
from kata.checks.attribution import source, where
from kata.checks.findings import Line, MeterBroken, fail, ledger, plural
from kata.checks.hook import Hook, Load, Query
from kata.checks.same import plain


class Meter:
    """Counts statements and rows of a block, of every alias, thread and task.

    After the block, ``calls`` holds every call in order, ``queries`` those that move data, and
    ``load`` what reached Python: an element of an array or of a JSON document is a row too.

    Example::

        with Meter() as meter:
            feed()
        print(meter.count)
    """

    def __init__(
        self,
        watch: Callable[[Any], object] | None = None,
        refuse: Callable[[str, str], object] | None = None,
    ) -> None:
        """Prepare a meter.

        Args:
            watch: is given each row that reaches Python.
            refuse: is given the alias and the text of each statement before it is sent, and may
                raise what the caller shall get in the place of a result.
        """
        self.calls: list[Query] = []
        self.load = Load()
        self.watch, self.refuse = watch, refuse
        self.truth: truth.Truth | None = None

    def __enter__(self) -> Meter:
        Hook.add(self)
        return self

    def __exit__(self, *exception: object) -> None:
        Hook.remove(self)

    @property
    def rows(self) -> int:
        """How many rows reached Python."""
        return self.load.rows

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
def metered(
    *, keep_caches: bool = False, watch: Callable[[Any], object] | None = None
) -> Iterator[Meter]:
    """Count a block, and fail it when statements bypassed every cursor that is counted.

    Args:
        keep_caches: what Django's caches hold is what the exercise is about: leave it there.
        watch: is given each row that reaches Python.

    Raises:
        CheckFailed: the database ran statements that no counted cursor sent.
        MeterBroken: the meter cannot count here.
    """
    self_test()
    if not keep_caches:
        clear_caches()
    with truth.of(connection) as driver, Meter(watch) as meter:
        yield meter
    meter.truth = driver
    if not driver.known:
        ledger.note(driver.why)
        return
    sent = sum(_statements(query) for query in meter.queries if query.done)
    if driver.count > sent:
        raise fail(
            f"The database ran {plural(driver.count, 'statement')}, but only {sent} of them went "
            "through a cursor that can be counted.",
            "every statement goes through Django's connection.",
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
