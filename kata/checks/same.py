"""Whether two results are the same, and if not, the first thing that differs.

Types count: ``True`` is not 1, and a float is not a ``Decimal``. An object that decides by itself
what it is equal to cannot be compared, so it is refused by its type's name.
"""

from __future__ import annotations

import pprint
from collections import Counter, deque
from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from kata.checks.findings import fail, plural

WIDTH = 66  # "expected  " before it, and the line is 80
SCALARS = (bool, int, float, Decimal, str, bytes, datetime, date, time, timedelta, UUID)
PLAIN = frozenset({type(None), *SCALARS})


def plain(value: Any) -> Any:
    """Return lists, sets and dictionaries of plain values for whatever holds the same values.

    A tuple, a queryset, a generator or a serializer's own list all hold rows; an answer is not
    wrong for choosing one of them. A subclass of a plain type becomes that type. Reading lazy
    values here makes their statements run inside the meter. Other objects stay as they are:
    ``same()`` refuses them.
    """
    kind = type(value)
    if kind in PLAIN:  # most values by far
        return value
    if issubclass(kind, Mapping):
        return {plain_key(key): plain(item) for key, item in value.items()}
    if issubclass(kind, (list, tuple, deque, range)) or _is_lazy(kind):
        return [plain(item) for item in value]
    if issubclass(kind, (set, frozenset)):
        return {plain_key(item) for item in value}
    if lazy := _read(value, kind):
        return plain(lazy[0])
    reduced = next((made for base, made in _REDUCED.items() if issubclass(kind, base)), None)
    return reduced(value) if reduced else value


def plain_key(value: Any) -> Any:
    """Return a hashable plain value for an element of a set or a key."""
    if type(value) in PLAIN:
        return value
    value = plain(value)
    return tuple(map(plain_key, value)) if isinstance(value, list) else value


# How the instance of a subclass becomes one of the type itself, whatever the subclass overrides.
_REDUCED: dict[type, Callable[[Any], Any]] = {
    bool: lambda value: value,  # nothing can be derived from it
    str: str.__str__,
    int: int.__int__,
    float: float.__float__,
    Decimal: Decimal,
    bytes: lambda value: bytes(memoryview(value)),
    datetime: lambda value: datetime.combine(datetime.date(value), datetime.timetz(value)),
    date: lambda value: date.fromordinal(date.toordinal(value)),
    timedelta: lambda value: timedelta(value.days, value.seconds, value.microseconds),
}


def _is_lazy(kind: type) -> bool:
    from django.db.models import QuerySet

    return issubclass(kind, (QuerySet, Iterator, KeysView, ValuesView, ItemsView))


def _read(value: Any, kind: type) -> list[Any]:
    """Return what Django's lazy objects stand for, in a list; an empty one for other objects."""
    from django.utils.functional import LazyObject, Promise, empty

    if issubclass(kind, Promise):
        return [value._proxy____cast()]
    if issubclass(kind, LazyObject):
        if value._wrapped is empty:
            value._setup()
        return [value._wrapped]
    return []


def same(
    got: Any, expected: Any, *, ordered: bool = True, call: str = "Your answer", given: str = ""
) -> None:
    """Fail with the first difference unless both hold the same values of the same types.

    Args:
        ordered: whether the order of the outermost list matters.
        call: what returned ``got``, for the sentence, such as ``feed(limit=3)``.
        given: what the world looked like, such as ``with 3 posts``.

    Raises:
        CheckFailed: they differ, or ``got`` holds an object that is no plain value.
        TypeError: ``expected`` holds one, which is the test's own mistake.
    """
    got, expected = plain(got), plain(expected)
    if strange := _strange(expected):
        raise TypeError(f"the expected result holds a value of type {strange}")
    if strange := _strange(got):
        says: list[str] | None = [
            f"it returned a value of type {strange}, where plain values are expected: numbers, "
            "text, dates, lists and dictionaries."
        ]
    else:
        says = _difference(got, expected, ordered)
    if says is None:
        return
    sentence, *details = says
    place = f" {given}" if given else ""
    raise fail(f"{call}{place}: {sentence}", details=details)


def _strange(value: Any) -> str:
    """Return the name of the first type that cannot be compared, empty if all can."""
    if isinstance(value, dict):
        found = (_strange(part) for pair in value.items() for part in pair)
    elif isinstance(value, (list, set, tuple)):
        found = (_strange(item) for item in value)
    else:
        return "" if type(value) in PLAIN else type(value).__name__
    return next(filter(None, found), "")


def _equal(got: Any, expected: Any) -> bool:
    """Whether two plain values are equal, and their types too."""
    return bool(got == expected) and _key(got) == _key(expected)


def _difference(got: Any, expected: Any, ordered: bool) -> list[str] | None:
    if got is None and isinstance(expected, (list, dict)):
        return ["it returned None. Is a return missing?", f"expected  {_show(expected)}"]
    if isinstance(expected, list):
        return _rows(got, expected, ordered)
    if isinstance(expected, dict) and isinstance(got, dict):
        return _fields(got, expected, "the result")
    if not _equal(got, expected):
        return ["it returned something else.", *_both(got, expected)]
    return None


def _rows(got: Any, expected: list[Any], ordered: bool) -> list[str] | None:
    if not isinstance(got, list):
        kind = type(got).__name__
        return [f"it returned {_a(kind)}; expected a list of rows.", f"got  {_show(got)}"]
    if ordered and _equal(got, expected):
        return None
    missing, extra = _leftover(expected, got), _leftover(got, expected)
    if not missing and not extra:
        return _order(got, expected) if ordered else None
    if len(got) == len(expected):
        pairs = zip(got, expected, strict=True) if ordered else zip(extra, missing, strict=False)
        number, (one, other) = next((n, p) for n, p in enumerate(pairs, 1) if not _equal(*p))
        name = f"row {number}" if ordered else "a row"
        if isinstance(one, dict) and isinstance(other, dict):
            return _fields(one, other, name)
        return [f"{name} differs.", *_both(one, other)]
    counts = f"expected {plural(len(expected), 'row')}, got {len(got):,}."
    details = [f"missing   {_show(missing[0])}"] if missing else []
    details += [f"extra     {_show(extra[0])}"] if extra else []
    return [counts, *details]


def _order(got: list[Any], expected: list[Any]) -> list[str]:
    pairs = enumerate(zip(got, expected, strict=True), 1)
    number = next(n for n, pair in pairs if not _equal(*pair))
    return [
        f"the same rows as expected, in another order from row {number} on.",
        *_both(got[number - 1], expected[number - 1]),
    ]


def _fields(got: dict[Any, Any], expected: dict[Any, Any], name: str) -> list[str] | None:
    for key in expected:
        if key not in got:
            return [f"{name} has no {key!r}.", *_both(got, expected)]
    for key in got:
        if key not in expected:
            return [f"{name} has {key!r}, which is not expected.", *_both(got, expected)]
    for key, right in expected.items():
        if not _equal(got[key], right):
            return _inside(got[key], right, f"{key!r} of {name}")
    if not _equal(got, expected):
        return [f"the keys of {name} have other types.", *_both(list(got), list(expected))]
    return None


def _inside(got: Any, expected: Any, name: str) -> list[str]:
    """Follow nested lists and dictionaries down to what really differs."""
    if isinstance(got, dict) and isinstance(expected, dict):
        return _fields(got, expected, name) or []
    if isinstance(got, list) and isinstance(expected, list):
        sentence, *details = _rows(got, expected, ordered=True) or ["differs."]
        return [f"in {name}: {sentence}", *details]
    return [f"{name} is wrong.", *_both(got, expected)]


def _both(got: Any, expected: Any) -> list[str]:
    if isinstance(got, str) and isinstance(expected, str):
        got, expected = _from_difference(got, expected)
    types = type(got) is not type(expected) and None not in (got, expected)
    kinds = [f"  ({type(value).__name__})" if types else "" for value in (expected, got)]
    return [f"expected  {_show(expected)}{kinds[0]}", f"got       {_show(got)}{kinds[1]}"]


def _leftover(these: list[Any], those: list[Any]) -> list[Any]:
    """Return what ``these`` has more of than ``those``, duplicates counted."""
    rest = Counter(_key(item) for item in those)
    more = []
    for item in these:
        key = _key(item)
        if rest[key]:
            rest[key] -= 1
        else:
            more.append(item)
    return more


def _key(value: Any) -> Any:
    """Return a hashable stand-in that is equal exactly when values and types are."""
    if isinstance(value, dict):
        return frozenset((_key(key), _key(item)) for key, item in value.items())
    if isinstance(value, (list, tuple)):
        return tuple(_key(item) for item in value)
    if isinstance(value, (set, frozenset)):
        return frozenset(map(_key, value))
    return type(value), value


def _show(value: Any) -> str:
    text = " ".join(pprint.pformat(value, width=10_000, sort_dicts=False).split())
    return text if len(text) <= WIDTH else text[: WIDTH - 4] + " ..."


def _from_difference(one: str, other: str) -> tuple[str, str]:
    """Leave out most of what two texts begin with if their difference would not be shown."""
    pairs = enumerate(zip(one, other, strict=False))
    skip = next((n for n, (a, b) in pairs if a != b), min(len(one), len(other))) - 10
    return (one, other) if skip < WIDTH // 2 else (f"... {one[skip:]}", f"... {other[skip:]}")


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouAEIOU" else f"a {noun}"
