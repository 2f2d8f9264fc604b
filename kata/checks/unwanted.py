"""Whether rows that nobody needs reached Python: a budget of rows cannot tell which rows they are.

A test names the rows that an answer must leave in the database, by their keys and by a text that it
wrote into them. Each row that reaches Python is searched for both, inside arrays, JSON documents
and longer texts too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kata.checks.findings import fail, plural
from kata.checks.queries import metered
from kata.checks.same import plain

_KEY = re.compile(r"\d+")
WIDTH = 66


@dataclass(frozen=True)
class Unwanted:
    """Rows that must stay in the database.

    Attributes:
        what: what they are, for the sentence: ``posts that are not shown``.
        keys: their primary keys, which no other value that is fetched may be equal to.
        mark: a text that stands in each of them and nowhere else; empty for none.
    """

    what: str
    keys: frozenset[int]
    mark: str = ""

    def is_in(self, value: Any) -> bool:
        """Whether a row, or a value of one, holds a key or the mark."""
        if isinstance(value, (bytes, bytearray, memoryview)):
            value = bytes(value).decode(errors="replace")
        if isinstance(value, str):
            return (bool(self.mark) and self.mark in value) or self._names_a_key(value)
        if isinstance(value, dict):
            return any(map(self.is_in, (*value, *value.values())))
        if isinstance(value, (list, tuple, set)):
            return any(map(self.is_in, value))
        return isinstance(value, (int, float, Decimal)) and value in self.keys

    def _names_a_key(self, text: str) -> bool:
        return any(int(digits) in self.keys for digits in _KEY.findall(text) if len(digits) < 20)


def unwanted(what: str, keys: Iterable[int], mark: str = "") -> Unwanted:
    """Return the rows with these keys, for ``fetches_no``."""
    return Unwanted(what, frozenset(keys), mark)


def fetches_no(call: Callable[[], Any], *kinds: Unwanted, why: str = "") -> Any:
    """Call and return its result; fail when a row of one of these kinds reaches Python.

    Args:
        why: what to add to "Allowed: ..." on the screen.

    Raises:
        CheckFailed: it says how many rows of which kind, and shows the first.
    """
    counts: Counter[str] = Counter()
    first: dict[str, Any] = {}

    def watch(row: Any) -> None:
        for kind in kinds:
            if kind.is_in(row):
                counts[kind.what] += 1
                first.setdefault(kind.what, row)

    with metered(watch=watch) as meter:
        result = plain(call())
    for kind in kinds:
        if number := counts[kind.what]:
            raise fail(
                f"{plural(number, 'row')} of {kind.what} reached Python.",
                f"none{f', {why}' if why else ''}.",
                meter.lines(),
                [f"the first  {_short(first[kind.what])}"],
            )
    return result


def _short(row: Any) -> str:
    text = " ".join(repr(row).split())
    return text if len(text) <= WIDTH else text[: WIDTH - 4] + " ..."
