"""Text that is longer than the terminal, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console

from kata.cli import screen, terminal
from kata.tidy import printed

_FORWARD = {" ", terminal.ENTER, "down", "page down"}
_BACK = {"b", "up", "page up"}
_LEAVE = {terminal.QUIT, terminal.ESCAPE, terminal.GONE}


def page(
    out: Console, keys: terminal.Keys, rows: Sequence[str], is_due: Callable[[], bool]
) -> None:
    """Show lines a page at a time, until the learner leaves.

    Args:
        is_due: asked several times a second; once it is true, the pages are left.
    """
    room = out.height - len(screen.lines(out, _foot, 2, 3)) - 1
    whole = pages(rows, room, out.width)
    number = 0
    _draw(out, whole, number)
    while not is_due():
        for key in keys.typed(terminal.POLL):
            if key in _LEAVE:
                return
            number += (key in _FORWARD) - (key in _BACK)
            number = max(0, min(number, len(whole) - 1))
            _draw(out, whole, number)


def pages(rows: Sequence[str], room: int, width: int) -> list[list[str]]:
    """Split lines into pages; one that is wider than the terminal takes several of its lines."""
    found: list[list[str]] = [[]]
    left = room
    for row in rows:
        takes = height(row, width)
        if takes > left and found[-1]:
            found.append([])
            left = room
        found[-1].append(row)
        left -= takes
    return found


def height(row: str, width: int) -> int:
    """Return how many lines of a terminal a line with its colours takes."""
    return max(1, -(-len(printed(row)) // width))


def _draw(out: Console, whole: Sequence[Sequence[str]], number: int) -> None:
    screen.draw(out, [*whole[number], *screen.lines(out, _foot, number + 1, len(whole))])


def _foot(out: Console, number: int, many: int) -> None:
    out.print(f"\n  Page {number} of {many}" if many > 1 else "", style="dim")
    more = {"space": "next page"} if number < many else {}
    back = {"b": "page before"} if number > 1 else {}
    screen.keys(out, more | back | {"q": "back to the verdict"})
