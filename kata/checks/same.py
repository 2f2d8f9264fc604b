"""Whether two results are the same, and if not, the first thing that differs."""

from __future__ import annotations

import pprint
from collections import Counter
from collections.abc import Iterator, KeysView, Mapping, ValuesView
from typing import Any

from kata.verdict import fail, plural

WIDTH = 66  # "expected  " before it, and the line is 80


def plain(value: Any) -> Any:
    """Return lists and dictionaries for whatever holds the same values.

    A tuple, a queryset, a generator or a serializer's own list all hold rows; an answer is not
    wrong for choosing one of them. Reading them here makes lazy statements run inside the meter.
    """
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) or _is_lazy(value):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return {plain_key(item) for item in value}
    return value


def plain_key(value: Any) -> Any:
    """Return a hashable value for an element of a set."""
    return tuple(value) if isinstance(value, (list, tuple)) else value


def _is_lazy(value: Any) -> bool:
    from django.db.models import QuerySet

    return isinstance(value, (QuerySet, Iterator, KeysView, ValuesView))


def same(
    got: Any, expected: Any, *, ordered: bool = True, call: str = "Your answer", given: str = ""
) -> None:
    """Fail with the first difference unless both hold the same values.

    Args:
        ordered: whether the order of the outermost list matters.
        call: what returned ``got``, for the sentence, such as ``feed(limit=3)``.
        given: what the world looked like, such as ``with 3 posts``.
    """
    got, expected = plain(got), plain(expected)
    says = _difference(got, expected, ordered)
    if says is None:
        return
    sentence, *details = says
    place = f" {given}" if given else ""
    raise fail(f"{call}{place}: {sentence}", details=details)


def _difference(got: Any, expected: Any, ordered: bool) -> list[str] | None:
    if got is None and expected is not None:
        return ["it returned None. Is a return missing?", f"expected  {_show(expected)}"]
    if isinstance(expected, list):
        return _rows(got, expected, ordered)
    if isinstance(expected, dict) and isinstance(got, dict):
        return _fields(got, expected, "the result")
    if got != expected:
        return ["it returned something else.", *_both(got, expected)]
    return None


def _rows(got: Any, expected: list[Any], ordered: bool) -> list[str] | None:
    if not isinstance(got, list):
        kind = type(got).__name__
        return [f"it returned {_a(kind)}, and a list of rows is asked for.", f"got  {_show(got)}"]
    if ordered and got == expected:
        return None
    missing, extra = _leftover(expected, got), _leftover(got, expected)
    if not missing and not extra:
        return _order(got, expected) if ordered else None
    if len(got) == len(expected):
        pairs = zip(got, expected, strict=True) if ordered else zip(extra, missing, strict=False)
        number, (one, other) = next((n, p) for n, p in enumerate(pairs, 1) if p[0] != p[1])
        name = f"row {number}" if ordered else "a row"
        if isinstance(one, dict) and isinstance(other, dict):
            return _fields(one, other, name)
        return [f"{name} differs.", *_both(one, other)]
    counts = f"it returned {plural(len(got), 'row')}, and {len(expected):,} are right."
    details = [f"missing   {_show(missing[0])}"] if missing else []
    details += [f"too much  {_show(extra[0])}"] if extra else []
    return [counts, *details]


def _order(got: list[Any], expected: list[Any]) -> list[str]:
    number = next(n for n, (a, b) in enumerate(zip(got, expected, strict=True), 1) if a != b)
    return [
        f"the right rows in the wrong order, from row {number} on.",
        *_both(got[number - 1], expected[number - 1]),
    ]


def _fields(got: dict[Any, Any], expected: dict[Any, Any], name: str) -> list[str] | None:
    for key in expected:
        if key not in got:
            return [f"{name} has no {key!r}.", *_both(got, expected)]
    for key in got:
        if key not in expected:
            return [f"{name} has {key!r}, which was not asked for.", *_both(got, expected)]
    for key, right in expected.items():
        if got[key] != right:
            return _inside(got[key], right, f"{key!r} of {name}")
    return None


def _inside(got: Any, expected: Any, name: str) -> list[str]:
    """Follow nested lists and dictionaries down to what really differs."""
    if isinstance(got, dict) and isinstance(expected, dict):
        return _fields(got, expected, name) or []
    if isinstance(got, list) and isinstance(expected, list):
        sentence, *details = _rows(got, expected, ordered=True) or ["differs."]
        return [f"in {name}: {sentence.removeprefix('it returned ')}", *details]
    return [f"{name} is wrong.", *_both(got, expected)]


def _both(got: Any, expected: Any) -> list[str]:
    return [f"expected  {_show(expected)}", f"got       {_show(got)}"]


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
    """Return a hashable stand-in that is equal exactly when the values are."""
    if isinstance(value, dict):
        return frozenset((key, _key(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(_key(item) for item in value)
    return value if _hashable(value) else repr(value)


def _hashable(value: Any) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def _show(value: Any) -> str:
    text = " ".join(pprint.pformat(value, width=10_000, sort_dicts=False).split())
    return text if len(text) <= WIDTH else text[: WIDTH - 4] + " ..."


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouAEIOU" else f"a {noun}"
