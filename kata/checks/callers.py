"""Whether a result is the caller's own: an answer must not return lists that it keeps.

One list of the module for everything that is empty is right only until a caller appends to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kata.checks.findings import fail
from kata.checks.same import plain

ADDED = "added by a caller to an earlier result"


def returns_new(call: Callable[[], Any]) -> None:
    """Fail when something that a caller adds to one result appears in the next.

    Raises:
        CheckFailed: a list or dictionary of the second result is one of the first.
    """
    first = call()
    if isinstance(first, Iterator):
        first = list(first)
    plain(first)  # what is lazy holds no rows before it is read
    _add(first)
    if _holds(plain(call())):
        raise fail(
            "A caller added something to a list or dictionary of one result, and the next call "
            "returned it.",
            "new lists and dictionaries at each call.",
        )


def _add(value: Any) -> None:
    """Add something to each list and dictionary, whatever a subclass of them overrides."""
    if isinstance(value, dict):
        for item in list(value.values()):
            _add(item)
        dict.__setitem__(value, ADDED, ADDED)
    elif isinstance(value, (list, tuple)):
        for item in list(value):
            _add(item)
        if isinstance(value, list):
            list.append(value, ADDED)


def _holds(value: Any) -> bool:
    """Whether the addition is anywhere in a plain value."""
    if isinstance(value, dict):
        return ADDED in value or any(map(_holds, value.values()))
    if isinstance(value, list):
        return any(map(_holds, value))
    return bool(value == ADDED)
