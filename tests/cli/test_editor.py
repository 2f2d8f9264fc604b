"""How each editor is told which line to show."""

from pathlib import Path

import pytest

from kata.cli import editor

FILE = Path("/course/exercises/feed.py")


@pytest.mark.parametrize(
    ("words", "line", "command"),
    [
        (["vim"], 31, ["vim", "+31", f"{FILE}"]),
        (["/usr/bin/emacs", "-nw"], 31, ["/usr/bin/emacs", "-nw", "+31", f"{FILE}"]),
        (["code", "--wait"], 31, ["code", "--wait", "--goto", f"{FILE}:31"]),
        (["hx"], 31, ["hx", f"{FILE}:31"]),
        (["pycharm"], 31, ["pycharm", "--line", "31", f"{FILE}"]),
        (["ed"], 31, ["ed", f"{FILE}"]),
        (["vim"], 0, ["vim", f"{FILE}"]),
    ],
)
def test_an_editor_is_told_the_line_in_its_own_way(words, line, command):
    assert editor.command(words, FILE, line) == command


@pytest.mark.parametrize("words", ["no-such-editor", "vim 'unclosed"])
def test_what_cannot_be_started_is_one_sentence(monkeypatch, words):
    monkeypatch.setenv("VISUAL", words)
    assert editor.edit(FILE, 0) == f"VISUAL or EDITOR is {words!r}, which cannot be started."
