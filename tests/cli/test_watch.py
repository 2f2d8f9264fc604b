"""The watch mode in a real terminal: a pseudo one, with saves and keys as a learner makes them."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from kata.cli import terminal as terminals
from tests.services.test_postgres import has_ended

PATIENCE = 40.0


@pytest.fixture
def terminal(open_terminal):
    """A terminal in which the first verdict has come."""
    opened = open_terminal()
    opened.see("double(5) is 5.")
    return opened


def write_in_place(file: Path, text: str) -> None:
    file.write_text(text)


def write_and_rename(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(text)
    new.replace(file)


def remove_and_write(file: Path, text: str) -> None:
    file.rename(file.with_suffix(".py~"))
    time.sleep(0.3)
    file.write_text(text)


def answer(times: int) -> str:
    return f"def double(number):\n    return number * {times}\n"


def test_a_database_of_the_learners_own_is_named_on_the_screen(terminal, database):
    terminal.press("t")
    assert terminal.see(f"Your own SQLite file: {database[9:30]}")


def test_every_kind_of_save_checks_again(terminal, course):
    file = course / "answers/01_arithmetic/double.py"
    assert terminal.is_quiet(0.5)
    for times, save in enumerate((write_in_place, write_and_rename, remove_and_write), start=3):
        save(file, answer(times))
        terminal.see(f"double(5) is {5 * times}.")
    assert terminal.is_quiet(0.5)


def test_a_file_that_is_deleted_is_noticed_and_restored(terminal, course):
    file = course / "answers/01_arithmetic/double.py"
    file.unlink()
    assert "There is no file" in terminal.see("Press r to have the starter again")
    assert terminal.is_quiet(1.5)
    terminal.press("r")
    terminal.see("(y/n)", then="")
    terminal.press("y")
    terminal.see("double(5) is 5.")
    assert file.is_file()
    file.unlink()
    terminal.see("Press r to have the starter again")
    file.write_text(answer(3))
    assert "Press r" not in terminal.see("double(5) is 15.")


def test_a_save_during_a_check_checks_once_more(terminal, course, tmp_path):
    file = course / "answers/01_arithmetic/double.py"
    mark = tmp_path / "loaded"
    wait = f"import pathlib, time\n\npathlib.Path({str(mark)!r}).touch()\ntime.sleep(1)\n"
    file.write_text(wait + answer(3))
    terminal.see("Checking", then="...")
    while not mark.exists():
        time.sleep(0.01)
    file.write_text(answer(4))
    terminal.see("double(5) is 15.")
    terminal.see("double(5) is 20.")
    assert terminal.is_quiet(0.5)


def test_it_moves_on_only_when_told_and_the_end_is_the_end(terminal, solve):
    solve("double")
    shown = terminal.see("Solved. Press n for the next exercise.")
    assert "Press s for the reference" in shown
    assert "kata solution" not in shown
    assert "s solution" in shown
    assert terminal.is_quiet(0.5)
    terminal.press("t")
    terminal.see("The file to edit: answers/01_arithmetic/double.py")
    terminal.press("s")
    terminal.see("return number * 2")
    terminal.press("n")
    terminal.see("triple(5) is 5.")
    solve("triple")
    terminal.see("2 of 2 solved")
    terminal.press("n")
    terminal.see("All of them pass.")
    terminal.press("q")
    assert terminal.code() == 0


def test_the_first_start_greets_then_asks_then_judges(open_terminal):
    opened = open_terminal()
    shown = opened.see("double(5) is 5.").rpartition("double() returns too little.")[0]
    assert "Arena is a slow Django site" in shown
    assert "open answers/01_arithmetic/double.py" in shown
    assert "make lab" in shown
    opened.press("v")
    assert "double() returns" not in opened.see("double(5) is 5.")
    opened.press("?")
    opened.see("Arena is a slow Django site")


def test_a_small_terminal_gets_the_task_and_the_headline_and_no_line_too_many(open_terminal):
    opened = open_terminal(size=(15, 60))
    shown = opened.see("double() returns too little.").rpartition("Arena is")[2]
    screen = shown[shown.index("Twice as much") :]
    assert "check fails" in screen
    assert "double(5) is 5." not in screen
    assert screen.count("\n") < 15
    assert max(map(len, screen.splitlines())) <= 60


@pytest.mark.parametrize("columns", [40, 60])
def test_a_check_is_as_wide_as_its_terminal(open_terminal, columns):
    shown = open_terminal("check", "double", size=(24, columns)).see("Next: kata hint", then="\n")
    assert max(map(len, shown.replace("\r", "").splitlines())) == columns
    assert "double(5) is 5." in shown


@pytest.mark.parametrize("arguments", [(), ("check", "double")])
@pytest.mark.parametrize("kind", ["xterm", "dumb"])
def test_file_names_are_links_where_the_terminal_has_them(open_terminal, course, kind, arguments):
    file = course / "answers/01_arithmetic/double.py"
    file.write_text("def double(number):\n    return number / 0\n")
    opened = open_terminal(*arguments, TERM=kind)
    opened.see("double.py:2", then="\n" if arguments else "q quit\r\n")
    link = re.search(
        rf"\x1b]8;[^;]*;file://[^/]*{quote(str(file))}#2\x1b\\.*?double.py:2", opened.raw
    )
    assert bool(link) == (kind == "xterm")
    assert ("\x1b]8" in opened.raw) == (kind == "xterm")


def test_the_task_is_shown_until_the_file_was_edited(terminal, course):
    file = course / "answers/01_arithmetic/double.py"
    starter = file.read_text()
    file.write_text(answer(3))
    assert "double() returns" not in terminal.see("double(5) is 15.")
    file.write_text(starter)
    assert "double() returns" not in terminal.see("double(5) is 5.")


def test_inside_the_watch_the_next_step_is_a_key(terminal):
    terminal.press("h")
    shown = terminal.see("Press h for the next hint")
    terminal.press("h")
    shown += terminal.see("Press S to see the reference")
    assert "kata hint" not in shown
    assert "kata solution" not in shown
    terminal.press("S")
    terminal.see("return number * 2")


def test_the_place_is_kept_and_a_name_starts_there(terminal, open_terminal, tmp_path):
    terminal.press("n")
    terminal.see("triple(5) is 5.")
    terminal.press("q")
    assert terminal.code() == 0
    again = open_terminal()
    again.see("triple(5) is 5.")
    again.press("q")
    assert again.code() == 0
    named = open_terminal("double")
    named.see("double(5) is 5.")
    named.press("q")
    assert named.code() == 0
    (tmp_path / "home/place.txt").write_bytes(b"\xff\x00 no exercise")
    open_terminal().see("double(5) is 5.")


def test_back_and_forward(terminal):
    terminal.press("\x1b[C")
    terminal.see("triple(5) is 5.")
    terminal.press("p")
    terminal.see("double(5) is 5.")
    terminal.press("\x1b[D")
    terminal.see("triple(5) is 5.")


def test_a_save_of_another_file_switches_to_it(terminal, course):
    code = "def triple(number):\n    return number * 5\n"
    (course / "answers/01_arithmetic/triple.py").write_text(code)
    terminal.see("triple(5) is 25.")
    (course / "answers/01_arithmetic/double.py").write_text(answer(6))
    terminal.see("double(5) is 30.")


def test_a_save_in_the_old_place_is_taken_over(terminal, course):
    starter = course / "exercises/01_arithmetic/triple.py"
    before, code = starter.read_text(), "def triple(number):\n    return number * 5\n"
    starter.write_text(code)
    terminal.see("triple(5) is 25.", then="What you wrote in exercises/01_arithmetic/triple.py")
    assert starter.read_text() == before
    assert (course / "answers/01_arithmetic/triple.py").read_text() == code


def test_what_changed_before_the_start_is_shown_until_a_key(open_terminal, course):
    (course / "exercises/01_arithmetic/double.py").write_text(answer(3))
    terminal = open_terminal()
    terminal.see("is now in answers/01_arithmetic/double.py", then="Press any key to go on.")
    terminal.press("x")
    terminal.see("double(5) is 15.")


def test_a_verdict_that_does_not_fit_is_cut_and_shown_by_a_key(open_terminal, course):
    terminal = open_terminal(size=(9, 80))
    terminal.see("arithmetic/double")
    (course / "answers/01_arithmetic/double.py").write_text(answer(3))
    terminal.see("Press v for the whole verdict")
    assert "arithmetic/double" in terminal.screen()[0]
    assert len(terminal.screen()) <= 9
    terminal.press("v")
    terminal.see("Page 1 of", then="q back to the verdict")
    terminal.press(" ")
    terminal.see("Page 2 of", then="q back to the verdict")
    terminal.press("q")
    terminal.see("Press v for the whole verdict")


def test_text_that_is_pasted_is_not_taken_for_keys(terminal, course):
    terminal.press("kata hint measure/slow_queries")
    assert terminal.is_quiet(0.5)
    (course / "answers/01_arithmetic/double.py").write_text(answer(3))
    terminal.see("double(5) is 15.")


@pytest.mark.parametrize("key", ["x", "q"])
def test_a_check_of_all_is_stopped_by_a_key(open_terminal, course, tmp_path, key):
    flag, pid = tmp_path / "flag", tmp_path / "pid"
    (course / "answers/01_arithmetic/triple.py").write_text(
        "import os, pathlib, time\n\n"
        f"if pathlib.Path({str(flag)!r}).exists():\n"
        f"    pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
        "    time.sleep(60)\n"
    )
    terminal = open_terminal()
    terminal.see("double(5) is 5.")
    flag.touch()
    terminal.press("a")
    terminal.see("Press any key to stop.", then="")
    limit = time.monotonic() + PATIENCE
    while not (pid.exists() and pid.read_text()):
        assert time.monotonic() < limit
        time.sleep(0.05)
    start = time.monotonic()
    terminal.press(key)
    if key == "q":
        assert terminal.code() == 0
    else:
        terminal.see("Stopped.")
    assert time.monotonic() - start < 8
    limit = time.monotonic() + PATIENCE
    while not has_ended(int(pid.read_text())):
        assert time.monotonic() < limit
        time.sleep(0.05)


def test_the_editor_opens_at_the_line_and_comes_back(open_terminal, course, tmp_path):
    file = course / "answers/01_arithmetic/double.py"
    file.write_text("def double(number):\n    return number / 0\n")
    script = tmp_path / "vim"
    script.write_text(
        f"#!{sys.executable}\nimport pathlib, sys, termios\n"
        "print('edits', sys.argv[1:3], bool(termios.tcgetattr(0)[3] & termios.ECHO))\n"
        "sys.stdin.readline()\n"
        f"pathlib.Path(sys.argv[-1]).write_text({answer(3)!r})\n"
    )
    script.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    opened = open_terminal(VISUAL="vim -N", EDITOR="false", PATH=path)
    opened.see("double.py:2")
    opened.press("e")
    opened.see("edits ['-N', '+2'] True", then="\n")
    opened.press("\x03")  # Ctrl-C ends the editor, not the watch
    opened.see("vim -N ended with exit code")
    opened.press("e")
    opened.see("edits", then="\n")
    opened.press("q\n")  # for the editor
    opened.see("double(5) is 15.")
    assert opened.is_quiet(0.5)
    opened.press("q")
    assert opened.code() == 0
    assert opened.is_restored()


def test_without_an_editor_one_sentence_says_what_to_set(terminal, open_terminal):
    terminal.press("e")
    assert "double(5) is 5." in terminal.see("set VISUAL or EDITOR")
    terminal.press("q")
    terminal.code()
    other = open_terminal(EDITOR="no-such-editor --wait")
    other.see("double(5) is 5.")
    other.press("e")
    other.see("'no-such-editor --wait', which cannot be started.")


def test_a_task_that_is_longer_than_the_screen_is_paged(open_terminal):
    opened = open_terminal(size=(11, 40))
    opened.see("check fails")
    opened.press("t")
    shown = opened.see("Page 1 of 2", then="q back to the verdict\r\n").rpartition("Twice as much")[
        2
    ]
    assert "The file to edit" not in shown
    assert shown.count("\n") < 11
    opened.press(" ")
    shown = opened.see("Page 2 of 2", then="q back to the verdict\r\n")
    assert "double.py" in shown
    opened.press("b")
    opened.see("Page 1 of 2", then="q back to the verdict\r\n")
    opened.press("q")
    opened.see("double(5) is 5.")
    opened.press("t")
    opened.see("Page 1 of 2", then="q back to the verdict\r\n")
    opened.press("   ")
    opened.see("Page 2 of 2", then="q back to the verdict\r\n")
    opened.press("\x1b")
    opened.see("double(5) is 5.")


def test_a_save_while_pages_are_shown_is_checked(open_terminal, course):
    opened = open_terminal(size=(11, 40))
    opened.see("check fails")
    opened.press("t")
    opened.see("Page 1 of 2", then="q back to the verdict\r\n")
    (course / "answers/01_arithmetic/double.py").write_text(answer(3))
    opened.see("double(5) is 15.")


def test_the_list_moves_filters_and_jumps(terminal):
    terminal.press("l")
    terminal.see(">  double", then="q back\r\n")
    terminal.press("j")
    assert "*  double" in terminal.see(">  triple", then="q back\r\n")
    terminal.press("/")
    terminal.see("double", then="Esc clear\r\n")
    terminal.press("qux")
    terminal.see("no exercises", then="Esc clear\r\n")
    terminal.press("\x1b")
    terminal.see("double", then="q back\r\n")
    terminal.press("/")
    terminal.see("2 exercises", then="Esc clear\r\n")
    terminal.press("thr times")
    shown = terminal.see("1 exercise", then="Esc clear\r\n")
    assert "double" not in shown.rpartition("1 exercise")[2]
    terminal.press("\n")
    terminal.see("triple(5) is 5.")


def test_the_list_shows_only_the_unsolved(terminal, solve):
    solve("double")
    terminal.see("Solved. Press n for the next exercise.")
    terminal.press("l")
    terminal.see("solved", then="q back\r\n")
    terminal.press("u")
    shown = terminal.see("unsolved   1 exercise", then="q back\r\n").rpartition("unsolved   1")[2]
    assert "triple" in shown
    assert "double" not in shown
    terminal.press("\x1b")
    terminal.see("Solved. Press n for the next exercise.")


def test_a_save_while_the_list_is_shown_is_checked(terminal, course):
    terminal.press("l")
    terminal.see(">  double", then="q back\r\n")
    (course / "answers/01_arithmetic/double.py").write_text(answer(3))
    terminal.see("double(5) is 15.")


def test_keys(terminal, course):
    file = course / "answers/01_arithmetic/double.py"
    terminal.press("h")
    terminal.see("Count it again.")
    terminal.press("h")
    terminal.see("Add it to itself.")
    terminal.press("l")
    terminal.see("triple                solid", then="q back\r\n")
    terminal.press("q")
    terminal.see("double(5) is 5.")
    terminal.press("s")  # not yet
    assert "number * 2" not in terminal.see("double(5) is 5.")
    terminal.press("a")
    terminal.see("arithmetic/triple")
    terminal.press("\x1b[A")  # an arrow is no key of ours
    file.write_text(answer(3))
    terminal.see("double(5) is 15.")
    terminal.press("r")
    terminal.see("(y/n)", then="")
    terminal.press("n")
    terminal.see("double(5) is 15.")
    terminal.press("r")
    terminal.see("(y/n)", then="")
    terminal.press("y")
    assert "Your version" in terminal.see("double(5) is 5.")
    assert "TODO" in file.read_text()


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda terminal: terminal.press("q"), 0),
        (lambda terminal: terminal.press("\x03"), 130),  # Ctrl-C
        (lambda terminal: os.kill(terminal.pid, signal.SIGTERM), 128 + signal.SIGTERM),
    ],
    ids=["q", "Ctrl-C", "SIGTERM"],
)
def test_the_terminal_is_left_as_it_was_found(terminal, end, code):
    assert not terminal.is_restored()
    end(terminal)
    assert terminal.code() == code
    assert terminal.is_restored()


def test_a_signal_that_is_held_back_comes_at_the_end_of_the_block():
    seen = []
    old = signal.signal(signal.SIGTERM, lambda *_: seen.append("signal"))
    try:
        with terminals.held_back():
            signal.raise_signal(signal.SIGTERM)
            seen.append("block")
    finally:
        signal.signal(signal.SIGTERM, old)
    assert seen == ["block", "signal"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_endless_loop_does_not_hold_it(terminal, course, number, code):
    file = course / "answers/01_arithmetic/double.py"
    file.write_text("while True:\n    pass\n")
    terminal.see("Checking", then="...")
    time.sleep(1)
    start = time.monotonic()
    if number == signal.SIGINT:
        terminal.press("\x03")
    else:
        os.kill(terminal.pid, number)
    assert terminal.code() == code
    assert time.monotonic() - start < 8
    assert terminal.is_restored()


def test_two_watch_one_course(terminal, open_terminal, solve):
    second = open_terminal()
    second.see("double(5) is 5.")
    solve("double")
    for one in (terminal, second):
        one.see("1 of 2 solved")


def test_a_breakpoint_says_where_to_debug(terminal, solve):
    file = solve("double")
    terminal.see("the check passes")
    file.write_text("def double(number):\n    breakpoint()\n    return number * 2\n")
    shown = " ".join(terminal.see("not judged").split())
    assert "double.py:2 calls breakpoint()" in shown
    assert "run `kata check arithmetic/double` in another terminal." in shown
    file.write_text("def double(number):\n    return number * 2\n")
    terminal.see("the check passes")
