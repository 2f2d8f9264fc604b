"""What the commands' screens have in common."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from rich.console import Console
from rich.text import Text

from kata.report import WIDTH, Row

_STYLES = {
    "good": "bold green",
    "bad": "bold red",
    "strong": "bold",
    "faint": "dim",
    "code": "cyan",
}


def console() -> Console:
    """Return a console for standard output, without colours where it is piped."""
    found = Console(highlight=False, markup=False, soft_wrap=True)
    found.width = min(found.width, WIDTH) if found.is_terminal else WIDTH
    return found


def show(out: Console, rows: Iterable[Row]) -> None:
    """Print a screen of the report."""
    for row in rows:
        out.print(Text.assemble(*((span.text, _STYLES.get(span.style, "")) for span in row)))


def headline(out: Console, left: str, right: str, style: str = "") -> None:
    """Print what a screen is about, and where things stand."""
    gap = " " * max(2, WIDTH - len(left) - len(right))
    out.print(Text.assemble((left, "bold"), gap, (right, style)))


def paragraph(out: Console, text: str, style: str = "") -> None:
    """Print a text, broken into lines, two in from the left."""
    for line in text.splitlines():
        out.print(fill(line, WIDTH, initial_indent="  ", subsequent_indent="  "), style=style)


def item(out: Console, text: str) -> None:
    """Print an item of a list, broken into lines."""
    out.print(fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    "))


def next_step(out: Console, command: str, why: str = "") -> None:
    """Print the command to type next."""
    out.print()
    out.print(Text.assemble("  Next: ", (command, "bold"), (f"   {why}" if why else "", "dim")))
