"""Work that a count of statements cannot see: rows, model instances, pages, memory.

They are the same on every run of the same code on the same data, on a busy machine too,
except peak memory, which varies by a few per cent.
"""

from __future__ import annotations

import gc
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from kata.checks.findings import fail, ledger, plural
from kata.checks.queries import Meter, metered
from kata.checks.same import plain

_NOUNS = {
    "queries": ("query", "queries"),
    "rows": ("row fetched", "rows fetched"),
    "values": ("value fetched", "values fetched"),
    "kib": ("KiB fetched", "KiB fetched"),
    "instances": ("model instance built", "model instances built"),
    "blocks": ("page read by the database", "pages read by the database"),
    "peak_kib": ("KiB of memory at the peak", "KiB of memory at the peak"),
}

ROW = 200  # bytes that a fetched row may have on average where a test gives no ceiling of its own


@dataclass(frozen=True)
class Work:
    """What one call cost.

    Attributes:
        result: what it returned, lazy results read.
        queries: statements that moved data.
        rows: rows that reached Python; an element of an array or of a JSON document is one too.
        values: values that reached Python.
        kib: their size: the length of texts, and 8 bytes for any other value.
        instances: model instances made from rows.
        blocks: 8 KiB pages that PostgreSQL touched; 0 on SQLite, which does not tell.
        meter: the statements themselves.
    """

    result: Any
    queries: int
    rows: int
    values: int
    kib: float
    instances: int
    blocks: int
    meter: Meter


def measure(call: Callable[[], Any], *, keep_caches: bool = False) -> Work:
    """Call once and return what it cost. Not for timing: counting slows the call down.

    Args:
        keep_caches: leave what Django's caches hold, which are emptied otherwise.
    """
    with counting_instances() as built, metered(keep_caches=keep_caches) as meter:
        result = plain(call())
    blocks = meter.truth.blocks if meter.truth else 0
    load = meter.load
    kib = round(load.size / 1024, 1)
    return Work(result, meter.count, load.rows, load.values, kib, built[0], blocks, meter)


def at_most(call: Callable[[], Any], *, why: str = "", **most: float) -> Any:
    """Call and return its result; fail when it works more than allowed.

    A ceiling for ``rows`` brings one for ``kib``: 200 bytes for each row that is allowed. One row
    can hold a whole table in a text.

    Args:
        why: what to add to "Allowed: ..." on the screen.
        most: ceilings by name: ``queries``, ``rows``, ``values``, ``kib``, ``instances``,
            ``blocks`` and ``peak_kib``.

    Raises:
        CheckFailed: the first ceiling that is exceeded.
        TypeError: a ceiling of another name.
    """
    if unknown := set(most) - set(_NOUNS):
        raise TypeError(f"no such ceiling: {', '.join(sorted(unknown))}")
    if "rows" in most:
        most = {**most, "kib": most.get("kib", max(1, most["rows"] * ROW // 1024))}
    peak = {"peak_kib": peak_kib(call)} if "peak_kib" in most else {}
    if "blocks" in most:
        plain(call())  # a connection's first use of a table reads pages of the catalogue too
    work = measure(call)
    spent = {name: peak.get(name, getattr(work, name, 0)) for name in most}
    ledger.spent(**{name: cost for name, cost in spent.items() if name != "kib"})
    for name, ceiling in most.items():
        if spent[name] > ceiling:
            raise fail(
                f"{plural(spent[name], *_NOUNS[name])}.",
                f"at most {ceiling:,}{f', {why}' if why else ''}.",
                work.meter.lines(),
            )
    return work.result


def peak_kib(call: Callable[[], Any]) -> int:
    """Return how far memory rose while a call's result was made and read, in KiB."""
    gc.collect()
    tracemalloc.start()
    try:
        start, _ = tracemalloc.get_traced_memory()
        plain(call())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return (peak - start) // 1024


@contextmanager
def counting_instances() -> Iterator[list[int]]:
    """Count model instances made from rows, in every thread; the count is the list's one item."""
    built, lock = [0], threading.Lock()
    original = Model.__dict__["from_db"]

    def from_db(cls: type[Model], *args: Any, **kwargs: Any) -> Model:
        with lock:
            built[0] += 1
        instance: Model = original.__func__(cls, *args, **kwargs)
        return instance

    Model.from_db = classmethod(from_db)  # type: ignore[assignment]
    try:
        yield built
    finally:
        Model.from_db = original  # type: ignore[method-assign]
