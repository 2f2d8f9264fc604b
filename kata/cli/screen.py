"""What the commands' screens have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.style import Style
from rich.text import Text

from kata import report
from kata.report import WIDTH, Row, Span, ends, wrapped

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
    fit(found)
    return found


def fit(out: Console) -> None:
    """Lay out for the terminal's width of now: it may have been resized."""
    out.width = min(Console().width, WIDTH) if out.is_terminal else WIDTH


def lines(out: Console, show: Callable[..., None], *arguments: object) -> list[str]:
    """Return what ``show(out, *arguments)`` prints, coloured, in lines."""
    with out.capture() as captured:
        show(out, *arguments)
    return captured.get().splitlines()


def draw(out: Console, rows: Sequence[str]) -> None:
    """Replace what the terminal shows by some lines, in one write so that it does not flicker."""
    with out.capture() as cleared:
        out.clear()
    out.file.write(cleared.get() + "".join(f"{row}\n" for row in rows))
    out.file.flush()


def linked(out: Console, text: Text, file: Path | None) -> Text:
    """Make each name of a file in a text a link, which a terminal opens at the line."""
    for start, end, address in report.links(text.plain, file) if file and out.file.isatty() else ():
        text.stylize(Style(link=address), start, end)
    return text


def show(out: Console, rows: Iterable[Row], file: Path | None = None) -> None:
    """Print a screen of the report.

    Args:
        file: the answer, whose names become links.
    """
    for row in rows:
        text = Text.assemble(*((span.text, _STYLES.get(span.style, "")) for span in row))
        out.print(linked(out, text, file))


def headline(
    out: Console, left: str, right: str, style: str = "", file: Path | None = None
) -> None:
    """Print what a screen is about, and where things stand."""
    for row in ends(Span(left), Span(right), out.width):
        first, *others = row
        text = Text.assemble(
            (first.text, "bold" if first.text == left else ""),
            *((span.text, style) for span in others),
        )
        out.print(linked(out, text, file))


def paragraph(out: Console, text: str, style: str = "", file: Path | None = None) -> None:
    """Print a text, broken into lines, two in from the left."""
    for line in text.splitlines():
        for part in wrapped(line, out.width):
            out.print(linked(out, Text(part, style), file))


def item(out: Console, text: str) -> None:
    """Print an item of a list, broken into lines."""
    for line in wrapped(text, out.width, "  - ", "    "):
        out.print(line)


def press(out: Console, key: str, why: str) -> None:
    """Print the key to press next, for those who are in the watch."""
    out.print()
    out.print(Text.assemble("  Press ", (key, "bold"), (f" {why}", "dim")))


def keys(out: Console, does: dict[str, str]) -> None:
    """Print what each key does, on as many lines as that takes."""
    line = Text()
    for key, what in does.items():
        if line and len(line) + 2 + len(key) + 1 + len(what) > out.width:
            out.print(line)
            line = Text()
        line.append("  " if line else "").append(key, "bold").append(f" {what}", "dim")
    out.print(line)


def next_step(out: Console, command: str, why: str = "") -> None:
    """Print the command to type next."""
    out.print()
    show(out, report.next_step(command, why, out.width))
