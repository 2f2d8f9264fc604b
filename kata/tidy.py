"""Makes text that an answer produced fit for a screen: no control characters, no endless lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kata.checks.findings import Failure, Line

SENTENCE = 600  # characters
LINE = 160
LINES = 40

# What moves the cursor, changes colours, breaks a line or turns the direction of writing round.
_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)")


def clean(text: str, most: int = LINE) -> str:
    """Return a text with its control characters written as escapes, cut to a length."""
    shown = _CONTROL.sub(_escaped, text[: 2 * most])
    return shown if len(shown) <= most else shown[: most - 4].rstrip() + " ..."


def printed(text: str) -> str:
    """Return what an answer printed, lines and all, without colours and control characters."""
    lines = _ESCAPE.sub("", text).replace("\r\n", "\n").replace("\t", "    ").split("\n")
    return "\n".join(_CONTROL.sub("", line) for line in lines)


def tidied(failure: Failure) -> Failure:
    """Return a failure whose texts can be shown."""
    details = [line for text in failure.details for line in text.split("\n")]
    if (more := len(details) - LINES) > 0:
        details = [*details[: LINES - 1], f"... and {more + 1:,} more lines"]
    return replace(
        failure,
        says=_sentence(failure.says),
        allowed=_sentence(failure.allowed),
        lines=tuple(_line(line) for line in failure.lines),
        details=tuple(clean(line.expandtabs(4)) for line in details),
    )


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "surrogatepass").decode()


def _sentence(text: str) -> str:
    return clean(" ".join(text[: 4 * SENTENCE].split()), SENTENCE) if text else ""


def _line(line: Line) -> Line:
    return replace(line, where=clean(line.where), source=clean(line.source), sql=clean(line.sql))
