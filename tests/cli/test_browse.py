"""The list of the real course in terminals of many sizes, and which keys a terminal's bytes are."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from rich.console import Console

from kata.cli import browse, listing, screen, terminal
from kata.course import chapters, exercises
from kata.learner.progress import Progress, Record
from kata.tidy import printed


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Progress:
    """The first exercise is solved, at a cost that takes many columns."""
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    costs = {"queries": 12, "rows": 123_456, "milliseconds": 1_234.5}
    record = Record(state="passed", last="passed", attempts=12, best=costs)
    found = Progress()
    found[exercises()[0].slug] = record
    monkeypatch.setattr("kata.learner.choice.progress", lambda: found)
    return found


def opened(monkeypatch: pytest.MonkeyPatch, columns: int, rows: int) -> browse.List:
    """Return the list in a terminal of this size, at the first exercise."""
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", str(rows))
    out = Console(file=io.StringIO(), force_terminal=True, highlight=False, soft_wrap=True)
    return browse.List(out, terminal.Keys(-1), exercises()[0])


def shown(found: browse.List) -> list[str]:
    """Return the lines that the list draws, without colours."""
    file = found.out.file
    assert isinstance(file, io.StringIO)
    file.seek(0)
    file.truncate()
    found.draw()
    return printed(file.getvalue()).splitlines()


@pytest.mark.parametrize("size", [(40, 24), (47, 24), (60, 30), (80, 24), (100, 30), (200, 60)])
def test_every_screen_of_the_list_fits_and_has_the_cursor(seen, monkeypatch, size):
    columns, rows = size
    found = opened(monkeypatch, columns, rows)
    for key in [*["down"] * len(exercises()), "page up", "home", "page down", "end"]:
        lines = shown(found)
        assert max(map(len, lines)) <= columns
        assert len(lines) < rows
        assert [line for line in lines if line.startswith(f">  {found.at.name}")]
        assert [line for line in lines if "solved" in line]
        found.press(key)


def test_the_first_exercise_of_a_chapter_is_shown_with_its_title(seen, monkeypatch):
    found = opened(monkeypatch, 80, 24)
    chapter = chapters()[2]
    found.press("end")
    shown(found)
    while found.at != chapter.exercises[0]:
        found.press("k")
        lines = shown(found)
    assert lines[lines.index(next(line for line in lines if line.startswith(">"))) - 1].startswith(
        f"{chapter.number}  {chapter.title}"
    )


@pytest.mark.parametrize("columns", [40, 47, 48, 60, 61, 71, 72, 80])
def test_the_static_list_fits(seen, columns):
    out = Console(file=io.StringIO(), width=columns, highlight=False, soft_wrap=True)
    lines = screen.lines(out, listing.table, seen)
    assert max(map(len, lines)) <= columns
    assert any("solved" in line and exercises()[0].name in line for line in lines)


def test_the_filter_takes_words_in_any_order_and_the_cursor_follows(seen, monkeypatch):
    found = opened(monkeypatch, 80, 24)
    wanted = exercises()[5]
    chapter = wanted.slug.partition("/")[0]
    for key in ["/", *f"{wanted.name} {chapter}"]:
        found.press(key)
    assert found.shown() == [wanted]
    assert found.at == wanted
    for key in ["x", "x"]:
        found.press(key)
    assert found.shown() == []
    assert any("no exercises" in line for line in shown(found))
    found.press(terminal.BACKSPACE)
    found.press(terminal.BACKSPACE)
    assert found.shown() == [wanted]
    found.press(terminal.ESCAPE)
    assert found.shown() == list(exercises())
    found.press("u")
    assert exercises()[0] not in found.shown()


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"q", ["q"]),
        (b"\x1b", [terminal.ESCAPE]),
        (b"\x1b[A\x1b[B", ["up", "down"]),
        (b"\x1bOC\x1b[5~j", ["right", "page up", "j"]),
        (b"\x1b[1;5Hx\n", ["x", terminal.ENTER]),
        ("é\x7f".encode(), ["é", terminal.BACKSPACE]),
    ],
)
def test_what_a_terminal_sends_is_taken_for_keys(sent, keys):
    reads, writes = os.pipe()
    os.write(writes, sent)
    assert terminal.Keys(reads).typed(1) == keys
    os.close(writes)
    assert terminal.Keys(reads).typed(1) == [terminal.GONE]
    os.close(reads)
