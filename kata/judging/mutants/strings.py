"""Faults in texts: SQL, configuration, options."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from kata.judging.mutants.text import Change, Source, is_docstring

_SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|WITH|SET|LOCK|DROP)\b ")
_INI = re.compile(r"^\s*[a-z_]+\s*=\s*\S.*$", re.MULTILINE)
_NUMBER = re.compile(r"(?<![\w%.{$])\d+(?![\w.}])|(?<=\D)\d+(?=(?:ms|s|min|h|kB|MB)\b)")
_DROPPED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\s+FOR (NO KEY )?UPDATE(\s+(OF \w+|SKIP LOCKED|NOWAIT))*",
        r"\s+(SKIP LOCKED|NOWAIT)\b",
        r"\bNO KEY ",
        r"\s+ON CONFLICT\s*(\([^)]*\)\s*)?DO NOTHING",
        r"\bDISTINCT (ON \([^)]*\) )?",
        r"\bDISTINCT FROM\b",
        r"\bLEFT (OUTER )?(?=JOIN)",
        r"(?<=UNION) ALL\b",
        r"\bCONCURRENTLY ",
        r"\bLOCAL ",
        r"\s+NULLS (FIRST|LAST)",
        r"\s+LIMIT \S+",
        r"\bNOT (?=EXISTS|IN\b|MATERIALIZED)",
        r"\bAS MATERIALIZED\b",
    )
)
_SWAPPED = (
    *((r">=", ">"), (r"(?<![-<>=])>(?![=>])", ">="), (r"<=", "<"), (r"(?<!<)<(?![=>])", "<=")),
    *((r"<>", "="), (r"\bIS NULL\b", "IS NOT NULL"), (r"\bIS NOT NULL\b", "IS NULL")),
    *((r"\bAND\b", "OR"), (r"\bOR\b", "AND"), (r"\btrue\b", "false"), (r"\bfalse\b", "true")),
    *((r"\bRANK\(\)", "DENSE_RANK()"), (r"\bDENSE_RANK\(\)", "RANK()")),
    *((r"\bUNION ALL\b", "UNION"), (r"\bMAX\(", "MIN("), (r"\bMIN\(", "MAX(")),
)
_END_OF_KEYS = r"LIMIT|OFFSET|FOR|ROWS|RANGE|RETURNING|NULLS"
_END_OF_CONDITION = rf"AND|OR|GROUP|HAVING|ORDER|WINDOW|UNION|THEN|WHEN|ON|{_END_OF_KEYS}"
_QUOTES = "\"'"


def change_sql(source: Source) -> Iterator[Change]:
    """A word or an operator of SQL is another, or is not there."""
    for start, sql in _texts(source, _SQL):
        for pattern in _DROPPED:
            for found in pattern.finditer(sql):
                yield _edit(source, start, sql, found.span(), "")
        for old, new in _SWAPPED:
            for found in re.finditer(old, sql):
                yield _edit(source, start, sql, found.span(), new)


def drop_sql_condition(source: Source) -> Iterator[Change]:
    """One condition of a WHERE is not there."""
    for start, sql in _texts(source, _SQL):
        for found in re.finditer(r"\s(AND|OR|WHERE|HAVING|ON)\s+", sql):
            end = _end(sql, found.end(), _END_OF_CONDITION)
            following = re.match(r"\s*(AND|OR)\s+", sql[end:])
            if found[1] in {"AND", "OR"}:
                yield _edit(source, start, sql, (found.start(), end), "")
            elif following:
                yield _edit(source, start, sql, (found.end(), end + following.end()), "")
            elif found[1] in {"WHERE", "HAVING"}:
                yield _edit(source, start, sql, (found.start(), end), "")


def change_sql_order(source: Source) -> Iterator[Change]:
    """One key of an ORDER BY is not there, or goes the other way."""
    for start, sql in _texts(source, _SQL):
        for found in re.finditer(r"ORDER BY\s+", sql):
            end = _end(sql, found.end(), _END_OF_KEYS)
            keys = _split(sql, found.end(), end)
            for first, last in keys:
                key = sql[first:last].strip()
                turned = re.sub(r" (ASC|DESC)$", "", key)
                turned += "" if key.endswith(" DESC") else " DESC"
                yield _edit(source, start, sql, (first, last), turned)
                others = [sql[a:b].strip() for a, b in keys if a != first]
                if others:
                    yield _edit(source, start, sql, (found.end(), end), ", ".join(others))
                else:
                    yield _edit(source, start, sql, (found.start(), end), "")


def unwrap_sql(source: Source) -> Iterator[Change]:
    """``COALESCE(a, b)`` becomes ``a``, or ``b``."""
    for start, sql in _texts(source, _SQL):
        for found in re.finditer(r"\b(COALESCE|GREATEST|LEAST|NULLIF)\(", sql, re.IGNORECASE):
            end = _end(sql, found.end(), "")
            for first, last in _split(sql, found.end(), end):
                whole = found.start(), end + 1
                yield _edit(source, start, sql, whole, sql[first:last].strip())


def change_number_in_text(source: Source) -> Iterator[Change]:
    """A number in a text is one more, or one less."""
    for start, text in _texts(source, re.compile("")):
        for found in _NUMBER.finditer(text):
            for by in (1, -1):
                new = str(int(found[0]) + by)
                yield _edit(source, start, text, found.span(), new)


def drop_ini_line(source: Source) -> Iterator[Change]:
    """A setting of a configuration file is not there."""
    for start, text in _texts(source, _INI):
        lines = list(_INI.finditer(text))
        if len(lines) > 1:
            for line in lines:
                yield _edit(source, start, text, line.span(), "")


def _texts(source: Source, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield each string that fits, as it stands in the source, with the offset of its start."""
    for node in source.nodes(ast.Constant, ast.JoinedStr):
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            continue
        if not is_docstring(source.parents[node]) and pattern.search(text := source.of(node)):
            yield source.start(node), text


def _edit(source: Source, start: int, text: str, span: tuple[int, int], new: str) -> Change:
    """Return a change of a part of a string that starts at an offset of the source."""
    first, last = span
    begin = start + len(text[:first].encode())
    return Change(((begin, begin + len(text[first:last].encode()), new),))


def _end(sql: str, start: int, words: str) -> int:
    """Return where an expression ends: at one of some words, a bracket, or the string's end."""
    depth, stop = 0, re.compile(rf"\s+(?:{words})\b" if words else r"(?!)")
    last = len(sql.rstrip(_QUOTES).rstrip())
    for place in range(start, last):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if depth < 0 or (not depth and (sql[place] == ";" or stop.match(sql, place))):
            return place
    return last


def _split(sql: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places of what stands between commas."""
    depth, places, first = 0, [], start
    for place in range(start, end):
        depth += {"(": 1, ")": -1}.get(sql[place], 0)
        if sql[place] == "," and not depth:
            places.append((first, place))
            first = place + 1
    places.append((first, end))
    return [
        (a + len(sql[a:b]) - len(sql[a:b].lstrip()), a + len(sql[a:b].rstrip())) for a, b in places
    ]


OPERATORS = (
    *(change_sql, drop_sql_condition, change_sql_order, unwrap_sql),
    *(change_number_in_text, drop_ini_line),
)
