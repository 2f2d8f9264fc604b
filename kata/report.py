"""The screen of a verdict: the same in pytest, the command line, a notebook and the browser.

A screen is rows of spans; ``text`` and ``ansi`` print them here, and code that draws HTML maps the
four styles. Golden files in the tests keep it as it is.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from socket import gethostname
from textwrap import wrap
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

from kata.tidy import printed, tidied
from kata.verdict import Check, Verdict, failure

if TYPE_CHECKING:
    from kata.checks.findings import Line
    from kata.course import Exercise

WIDTH = 80
SHOWN_LINES = 6
SHOWN_PRINTS = 12

Style = Literal["", "good", "bad", "strong", "faint", "code"]


class Span(NamedTuple):
    """Some text in one style."""

    text: str
    style: Style = ""


Row = list[Span]

# Code in backticks stays whole; a word that is too long for a line may end after these.
_WORDS = re.compile(r"(?:`[^`\n]*`|\S)+")
_BREAKS = re.compile(r"(?<=\))(?=\.)|(?<=[,/])|(?<=\()(?!\))")
_ANSI = {"good": "32;1", "bad": "31;1", "strong": "1", "faint": "2", "code": "36"}


def text(rows: Iterable[Row]) -> str:
    """Return rows without styles, a line each."""
    return "".join("".join(span.text for span in row).rstrip() + "\n" for row in rows)


def ansi(rows: Iterable[Row], file: Path | None = None) -> str:
    """Return rows with terminal colours, a line each.

    Args:
        file: the answer, whose names in the rows become links; None for no links.
    """
    return "".join("".join(_coloured(span, file) for span in row) + "\n" for row in rows)


def links(text: str, file: Path) -> Iterator[tuple[int, int, str]]:
    """Yield from where to where a text names a file, and the address that opens it at the line."""
    names = "|".join(re.escape(name) for name in (os.path.relpath(file), file.name))
    for found in re.finditer(rf"(?<![\w./-])(?:{names})(?::(\d+))?(?!\w)", text):
        yield *found.span(), _address(file, found[1])


def _address(file: Path, line: str | None) -> str:
    # Terminals want the host, to know files of other machines; VS Code takes it for a folder.
    host = "" if os.environ.get("TERM_PROGRAM") == "vscode" else gethostname()
    return f"file://{host}{quote(str(file))}" + (f"#{line}" if line else "")


def screen(verdict: Verdict, width: int = WIDTH, *, keys: bool = False) -> list[Row]:
    """Return the whole screen for one verdict.

    Args:
        keys: name the keys of the watch instead of commands.
    """
    rows = [*headline(verdict, width), []]
    failing = verdict.failing
    if failing is None:
        rows += [row for check in verdict.checks for row in _passed(check, width)]
        rows += [[], *_paragraph(verdict.gain, width, "good")] if verdict.gain else []
        command = f"kata solution {verdict.slug}"
        why = "the reference, and why it works"
        then = _press("s", "for the reference") if keys else next_step(command, why, width)
        rows += [[], *then]
    elif failing.state == "skipped":
        says = tidied(failing.failure).says if failing.failure else "Skipped."
        rows += _paragraph(says, width)
    else:
        rows += _failed(failing, width)
        if failing.state == "failed":
            command = f"kata hint {verdict.slug}"
            then = _press("h", "for a hint") if keys else next_step(command, "", width)
            rows += [[], *then]
    for note in dict.fromkeys(note for check in verdict.checks for note in check.notes):
        rows += [[], *_paragraph(note, width, "faint")]
    if verdict.printed:
        rows += [[], *_prints(verdict.printed, width)]
    return rows


def headline(verdict: Verdict, width: int = WIDTH) -> list[Row]:
    """Return the exercise and how many checks pass: one row, or two where it is narrow."""
    tally = verdict.tally
    style: Style = "good" if verdict.passed else "bad"
    if verdict.state == "broken":
        tally = "not judged"
    elif verdict.state == "skipped":
        tally, style = "skipped", "strong"
    return ends(Span(verdict.slug, "strong"), Span(tally, style), width)


def ends(left: Span, right: Span, width: int) -> list[Row]:
    """Return a row with a text at each end; two rows where there is no room for both."""
    gap = width - len(left.text) - len(right.text)
    if gap < 2 and width < WIDTH:
        return [[left], [Span("  "), right]]
    return [[left, Span(" " * max(2, gap)), right]]


def _passed(check: Check, width: int) -> list[Row]:
    cost = ", ".join(amount(name, value) for name, value in check.cost.items())
    title = f"  {check.title}"
    gap = width - len(title) - len(cost) - 2
    if gap < 2 and width < WIDTH:
        return _paragraph(check.title, width) + ([[Span("    "), Span(cost, "good")]] * bool(cost))
    room = " " * max(2, gap)
    return [[Span("  "), Span(check.title), Span(room if cost else ""), Span(cost, "good")]]


def _failed(check: Check, width: int) -> list[Row]:
    found = tidied(check.failure or failure("It failed, and did not say why."))
    rows = _paragraph(found.says, width)
    if found.allowed:
        rows += _paragraph(f"Allowed: {found.allowed}", width)
    if found.details:
        rows += [[], *(row for line in found.details for row in _detail(line, width))]
    if found.lines:
        rows += [[], *_lines(found.lines, width)]
    return rows


def _detail(line: str, width: int) -> list[Row]:
    """Break a line of details that is too wide, at the same indentation."""
    room, indent = width - 4, line[: len(line) - len(line.lstrip())]
    parts = [line]
    if len(line) > room:
        parts = wrap(line, room, subsequent_indent=f"{indent}    ", drop_whitespace=False)
    return [[Span(f"    {part.rstrip()}", "code")] for part in parts]


def _lines(lines: tuple[Line, ...], width: int) -> list[Row]:
    shown = lines[:SHOWN_LINES]
    wide = max(len(f"{line.count}") for line in shown)
    rows: list[Row] = []
    for line in shown:
        count = f"{line.count:>{wide}} x  "
        room = width - len(f"    {count}{line.where}   ")
        source = f"   {_cut(line.source, room)}"
        rows.append([Span(f"    {count}"), Span(line.where, "strong"), Span(source)])
        if line.sql:
            sql = line.sql if width >= WIDTH else _cut(line.sql, width - 4 - len(count))
            rows.append([Span(" " * (4 + len(count))), Span(sql, "code")])
    if more := len(lines) - len(shown):
        rows.append([Span(f"    and {more} more", "faint")])
    return rows


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: max(8, room - 4)].rstrip() + " ..."


def _prints(text: str, width: int) -> list[Row]:
    lines = printed(text).rstrip("\n").split("\n")
    rows: list[Row] = [[Span("  Your code printed:", "faint")]]
    rows += [[Span(f"    {line[: 2 * width]}")] for line in lines[:SHOWN_PRINTS]]
    if (more := len(lines) - SHOWN_PRINTS) > 0:
        rows.append([Span(f"    and {more:,} lines more", "faint")])
    return rows


def next_step(command: str, why: str, width: int) -> list[Row]:
    """Return the command to type next, and what for, on as many lines as that takes.

    The command itself is never broken, so that it can be copied.
    """
    then = Span(command, "strong")
    if len(f"  Next: {command}   {why}".rstrip()) <= width:
        return [[Span("  Next: "), then, Span(f"   {why}" if why else "", "faint")]]
    fits = len(f"  Next: {command}") <= width
    rows = [[Span("  Next: "), then]] if fits else [[Span("  Next:")], [Span("    "), then]]
    return [*rows, *([Span(line, "faint")] for line in wrapped(why, width, "    ", "    ") if why)]


def _press(key: str, why: str) -> list[Row]:
    return [[Span("  Press "), Span(key, "strong"), Span(f" {why}", "faint")]]


def _paragraph(sentence: str, width: int, style: Style = "") -> list[Row]:
    """Break a sentence into lines, two in from the left."""
    return [[Span(line, style)] for line in wrapped(sentence, width)]


def wrapped(text: str, width: int, first: str = "  ", rest: str = "  ") -> list[str]:
    """Break a text into lines of at most ``width``, never inside a word.

    Code is broken before a method or after a bracket, and only where no line can hold it.
    """
    lines, line, empty = [], first, True
    for word in _WORDS.findall(text):
        fits = len(rest) + len(word) <= width
        for number, part in enumerate([word] if fits else _BREAKS.split(" ".join(word.split()))):
            gap = "" if empty or number else " "
            if not empty and len(line) + len(gap) + len(part) > width:
                lines.append(line)
                line, gap = rest, ""
            line, empty = f"{line}{gap}{part}", False
    return [*lines, line]


def gain(exercise: Exercise, verdict: Verdict) -> str:
    """Return what an answer that passes has brought: what the starter costs, and what it costs."""
    parts = [
        f"{amount(unit, before)}, now {_number(check.cost[unit])}"
        for check in verdict.checks
        for unit, before in exercise.was.get(check.name, {}).items()
        if unit in check.cost
    ]
    if parts:
        return f"{'; '.join(parts)}."
    many, fails = len(verdict.checks), len(exercise.fails)
    return f"The starter fails {fails} of {many} checks. Your answer passes all of them."


def amount(name: str, value: float) -> str:
    """Return ``1 query`` or ``30 rows``: a reading with its unit."""
    one = {"queries": "query", "peak_kib": "KiB at the peak"}.get(name, name.removesuffix("s"))
    return f"{_number(value)} {one if value == 1 or name == 'peak_kib' else name}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _coloured(span: Span, file: Path | None) -> str:
    text = span.text
    for start, end, address in reversed([*links(text, file)] if file else []):
        name = f"\x1b]8;;{address}\x1b\\{text[start:end]}\x1b]8;;\x1b\\"
        text = f"{text[:start]}{name}{text[end:]}"
    return f"\x1b[{_ANSI[span.style]}m{text}\x1b[0m" if span.style else text
