"""How the number of statements grows with the data: the one question that no fixed count answers.

The idea of running the code at several scales and demanding that the number stays the same is
n_plus_one_control's; here each run is also compared with the oracle, on data that changed since
the answer last saw it, so that remembering rows between calls is caught too. The largest size is
more than a batch of 100: an answer that fetches in portions sends more there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, Protocol

from django.db import connection

from kata.checks.callers import returns_new
from kata.checks.findings import fail, ledger, plural
from kata.checks.queries import Meter, counted
from kata.checks.same import plain, same

SIZES = (3, 30, 120)  # the starter's N+1 queries for more take a browser long
MORE = 1_300  # more than fit a batch of 1,000


class Shaken(Protocol):
    """A world that can be emptied, and changed in place."""

    def clear(self) -> None:
        """Remove every row."""

    def shake(self) -> None:
        """Change what the rows say; keep their number and their keys."""


Ask = Callable[[Any], Any]


def growth(
    answer: SimpleNamespace | Any,
    before: SimpleNamespace | Any,
    *,
    ask: Ask,
    world: Shaken,
    grow: Callable[[int], object],
    unit: str,
    at_most: int,
    sizes: Sequence[int] = SIZES,
    more: Callable[[int], object] | None = None,
    ordered: bool = True,
) -> None:
    """Fail unless the answer sends the same few statements at every size.

    The smallest size may need fewer: where there are no rows, nothing related is fetched.

    Args:
        answer, before: the modules to ask; ``before`` is the oracle.
        ask: what to call, such as ``lambda module: module.feed(limit=50)``.
        grow: fills the emptied world with so many of ``unit``.
        unit: what there are more and more of, singular, such as ``post``.
        at_most: statements that may move data, at every size.
        sizes: how many of ``unit``, ascending: three or more.
        more: adds so many of ``unit``, plain ones: then only the statements are counted, because
            the oracle would take too long. Not on SQLite.

    Raises:
        CheckFailed: too many statements, or a result that is stale, wrong or shared with the next.
    """
    seen: list[tuple[int, Meter]] = []
    for size in sizes:
        world.clear()
        grow(size)
        plain(ask(answer))  # what an answer keeps from this call is stale after the next line
        world.shake()
        result, meter = counted(lambda: ask(answer))
        fresh(result, ask(before), given=f"for {plural(size, unit, _many(unit))}", ordered=ordered)
        seen.append((size, meter))
    flat = not _grows(seen, at_most)
    if flat:
        returns_new(lambda: ask(answer))
    # SQLite takes so many values in one statement, and Django sends several then.
    portions = connection.features.max_query_params is not None
    if more is not None and flat and not portions:
        more(MORE)
        seen.append((sizes[-1] + MORE, counted(lambda: ask(answer))[1]))
    ledger.spent(queries=max(meter.count for _, meter in seen))
    if _grows(seen, at_most):
        raise fail(
            _sentence(seen, unit),
            f"the same number however many, and at most {at_most}.",
            seen[-1][1].lines(),
        )


def _grows(seen: Sequence[tuple[int, Meter]], at_most: int) -> bool:
    """Whether the statements are too many, or more at the largest size than at the one before."""
    counts = [meter.count for _, meter in seen]
    return max(counts) > at_most or counts[-1] > counts[-2]


def fresh(got: Any, expected: Any, *, given: str = "", ordered: bool = True) -> None:
    """Fail unless the result of a second call, after the data changed, is right."""
    same(
        got,
        expected,
        call="Called again after the data had changed,",
        given=given,
        ordered=ordered,
    )


def _sentence(seen: Sequence[tuple[int, Meter]], unit: str) -> str:
    counts = [meter.count for _, meter in seen]
    if counts[-1] <= counts[0]:
        return f"{plural(max(counts), 'query', 'queries')}, however many {_many(unit)} there are."
    slopes = [
        (more.count - fewer.count) / (many - few) for (few, fewer), (many, more) in pairwise(seen)
    ]
    even = max(slopes) - min(slopes) <= 0.1 * max(slopes)
    told = [
        f"{plural(meter.count, 'query', 'queries')} for {plural(size, unit, _many(unit))}"
        for size, meter in reversed([seen[0], seen[-1]] if even else seen)
    ]
    slope = _slope(slopes[-1], unit) if even else f"the more {_many(unit)}, the more queries"
    return f"{', '.join(told)}: {slope}."


def _slope(each: float, unit: str) -> str:
    if each < 0.75:
        return f"the more {_many(unit)}, the more queries"
    near = round(each)
    if abs(each - near) > 0.05:
        return f"about {each:.1f} more for every {unit}"
    return f"{'one' if near == 1 else near} more for every {unit}"


def _many(unit: str) -> str:
    if unit == "person":
        return "people"
    return f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
