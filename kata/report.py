"""The screen of a verdict: the same in pytest, the command line, a notebook and the browser.

A screen is rows of spans; ``text`` and ``ansi`` print them here, and code that draws HTML maps the
four styles. Golden files in the tests keep it as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap
from typing import TYPE_CHECKING, Literal, NamedTuple

from kata.tidy import printed, tidied
from kata.verdict import Check, Verdict, failure

if TYPE_CHECKING:
    from kata.checks.findings import Line

WIDTH = 80
SHOWN_LINES = 6
SHOWN_PRINTS = 12

Style = Literal["", "good", "bad", "strong", "faint", "code"]


class Span(NamedTuple):
    """Some text in one style."""

    text: str
    style: Style = ""


Row = list[Span]
_ANSI = {"good": "32;1", "bad": "31;1", "strong": "1", "faint": "2", "code": "36"}


def text(rows: Iterable[Row]) -> str:
    """Return rows without styles, a line each."""
    return "".join("".join(span.text for span in row).rstrip() + "\n" for row in rows)


def ansi(rows: Iterable[Row]) -> str:
    """Return rows with terminal colours, a line each."""
    return "".join("".join(_coloured(span) for span in row) + "\n" for row in rows)


def screen(verdict: Verdict) -> list[Row]:
    """Return the whole screen for one verdict."""
    rows = [_headline(verdict), []]
    failing = verdict.failing
    if failing is None:
        rows += [_passed(check) for check in verdict.checks]
        rows += [[], _next(f"kata solution {verdict.slug}", "the reference, and why it works")]
    elif failing.state == "skipped":
        rows += _paragraph(tidied(failing.failure).says if failing.failure else "Skipped.")
    else:
        rows += _failed(failing)
        if failing.state == "failed":
            rows += [[], _next(f"kata hint {verdict.slug}")]
    for note in dict.fromkeys(note for check in verdict.checks for note in check.notes):
        rows += [[], *_paragraph(note, "faint")]
    if verdict.printed:
        rows += [[], *_prints(verdict.printed)]
    return rows


def _headline(verdict: Verdict) -> Row:
    tally = verdict.tally
    style: Style = "good" if verdict.passed else "bad"
    if verdict.state == "broken":
        tally = "not judged"
    elif verdict.state == "skipped":
        tally, style = "skipped", "strong"
    gap = max(2, WIDTH - len(verdict.slug) - len(tally))
    return [Span(verdict.slug, "strong"), Span(" " * gap), Span(tally, style)]


def _passed(check: Check) -> Row:
    cost = ", ".join(amount(name, value) for name, value in check.cost.items())
    title = f"  {check.title}"
    gap = " " * max(2, WIDTH - len(title) - len(cost) - 2)
    return [Span("  "), Span(check.title), Span(gap if cost else ""), Span(cost, "good")]


def _failed(check: Check) -> list[Row]:
    found = tidied(check.failure or failure("It failed, and did not say why."))
    rows = _paragraph(found.says)
    if found.allowed:
        rows += _paragraph(f"Allowed: {found.allowed}")
    if found.details:
        rows += [[], *(row for line in found.details for row in _detail(line))]
    if found.lines:
        rows += [[], *_lines(found.lines)]
    return rows


def _detail(line: str) -> list[Row]:
    """Break a line of details that is too wide, at the same indentation."""
    room, indent = WIDTH - 4, line[: len(line) - len(line.lstrip())]
    parts = [line]
    if len(line) > room:
        parts = wrap(line, room, subsequent_indent=f"{indent}    ", drop_whitespace=False)
    return [[Span(f"    {part.rstrip()}", "code")] for part in parts]


def _lines(lines: tuple[Line, ...]) -> list[Row]:
    shown = lines[:SHOWN_LINES]
    wide = max(len(f"{line.count}") for line in shown)
    rows: list[Row] = []
    for line in shown:
        count = f"{line.count:>{wide}} x  "
        room = WIDTH - len(f"    {count}{line.where}   ")
        source = f"   {_cut(line.source, room)}"
        rows.append([Span(f"    {count}"), Span(line.where, "strong"), Span(source)])
        if line.sql:
            rows.append([Span(" " * (4 + len(count))), Span(line.sql, "code")])
    if more := len(lines) - len(shown):
        rows.append([Span(f"    and {more} more", "faint")])
    return rows


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: max(8, room - 4)].rstrip() + " ..."


def _prints(text: str) -> list[Row]:
    lines = printed(text).rstrip("\n").split("\n")
    rows: list[Row] = [[Span("  Your code printed:", "faint")]]
    rows += [[Span(f"    {line[: 2 * WIDTH]}")] for line in lines[:SHOWN_PRINTS]]
    if (more := len(lines) - SHOWN_PRINTS) > 0:
        rows.append([Span(f"    and {more:,} lines more", "faint")])
    return rows


def _next(command: str, why: str = "") -> Row:
    return [Span("  Next: "), Span(command, "strong"), Span(f"   {why}" if why else "", "faint")]


def _paragraph(sentence: str, style: Style = "") -> list[Row]:
    """Break a sentence into lines of at most ``WIDTH``, two in from the left."""
    rows, line = [], " "
    for word in sentence.split():
        if len(line) + 1 + len(word) > WIDTH and line.strip():
            rows.append([Span(line, style)])
            line = " "
        line += f" {word}"
    return [*rows, [Span(line, style)]]


def amount(name: str, value: float) -> str:
    """Return ``1 query`` or ``30 rows``: a reading with its unit."""
    one = {"queries": "query", "peak_kib": "KiB at the peak"}.get(name, name.removesuffix("s"))
    return f"{_number(value)} {one if value == 1 or name == 'peak_kib' else name}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _coloured(span: Span) -> str:
    return f"\x1b[{_ANSI[span.style]}m{span.text}\x1b[0m" if span.style else span.text
