"""What a statement is: whether it moves data, and its shape without values."""

from __future__ import annotations

import re

import sqlparse

WIDTH = 66  # with the count before it a statement fits a line of 80

# Transactions, session settings and cursor book-keeping: they differ between databases, Django
# versions and kinds of test, so no budget counts them.
_HOUSEKEEPING = re.compile(
    r"""(?:\s|/\*.*?\*/|--[^\n]*\n)*
    (?:BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE|SET|RESET|PRAGMA|FETCH|MOVE
    |CLOSE|DEALLOCATE|DISCARD|SELECT\s+set_config\s*\(|SELECT\s+pg_catalog\.set_config\s*\()
    (?:\b|\W|$)""",
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)


def moves_data(sql: str) -> bool:
    """Whether a budget counts the statement: all but transaction control and settings.

    A string of several statements counts if one of them does.
    """
    return any(not _HOUSEKEEPING.match(part) for part in parts(sql) if part.strip())


def parts(sql: str) -> list[str]:
    """Split a string of several statements; most hold one."""
    if ";" not in sql.rstrip("; \n\t"):
        return [sql]
    return [part for part in sqlparse.split(sql) if part.strip("; \n\t")]


def shape(sql: str) -> str:
    """Return the statement without its values, so that repetitions look alike."""
    text = re.sub(r"\s+", " ", sql).strip()
    text = re.sub(r"'(?:[^']|'')*'", "?", text)
    text = re.sub(r"%s|%\(\w+\)s|\$\d+|(?<![\w.\"])\d+(?:\.\d+)?\b", "?", text)
    text = re.sub(r"\(\s*\?(?:\s*,\s*\?)+\s*\)", "(?, ...)", text)
    return re.sub(r"(\(\?[^()]*\))(?:\s*,\s*\(\?[^()]*\))+", r"\1, ...", text)


def short(sql: str, width: int = WIDTH) -> str:
    """Return the shape on one line: no quotes, no table before a column, columns elided."""
    text = shape(sql).replace('"', "").replace("`", "")
    text = re.sub(r"\b[A-Za-z_]\w*\.(?=[A-Za-z_*])", "", text)
    text = _elide_columns(text)
    return text if len(text) <= width else text[: width - 4].rstrip() + " ..."


def _elide_columns(text: str) -> str:
    """Write ``SELECT ... FROM`` for the outermost list of columns when it is a long one."""
    if not text.upper().startswith("SELECT "):
        return text
    start = _outermost_from(text)
    return text if start < 0 or start <= 40 else "SELECT ..." + text[start:]


def _outermost_from(text: str) -> int:
    """Return where `` FROM `` stands outside all parentheses, -1 for nowhere."""
    depth = 0
    for at, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and text[at : at + 6].upper() == " FROM ":
            return at
    return -1
