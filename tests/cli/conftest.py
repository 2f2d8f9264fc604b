"""A course of two exercises that need no server, and ways to run kata on it."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]

MANIFEST = """\
title = "Arithmetic"
summary = "More is more."

[[exercise]]
name = "double"
title = "Twice as much"
level = 1
hints = ["Count it again.", "Add it to itself."]
fails = { answer = "double" }

[[exercise]]
name = "triple"
title = "Three times as much"
level = 2
hints = ["As before.", "Add it twice."]
fails = { answer = "triple" }
"""
ANSWER = '''"""{name}() returns too little.

Make it return {times} times as much.
"""


def {name}(number):
    return number * {factor}  # TODO: more
'''
TEST = '''"""What checks {name}.py."""

from kata.checks import expect


def test_answer(answer):
    """{times} times as much."""
    got = answer.{name}(5)
    expect(got == 5 * {times}, f"{name}(5) is {{got}}.", "{times} times as much.")
'''
WRONG = '''"""It returns {factor} times as much.

Fails: answer
"""


def {name}(number):
    return number * {factor}
'''

PATIENCE = 40.0
ESCAPES = r"\x1b\[[0-9;]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\"  # colours, clearing, and links

Run = Callable[..., "subprocess.CompletedProcess[str]"]


class Terminal:
    """A process in a terminal of its own, and what it has shown since the last look."""

    def __init__(
        self, command: list[str], folder: Path, environment: dict[str, str], size: tuple[int, int]
    ) -> None:
        self.main, self.shell = pty.openpty()
        termios.tcsetwinsize(self.shell, size)
        self.before = termios.tcgetattr(self.shell)
        self.raw = ""  # with colours and links
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(self.shell)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell's `&` has it ignored
            os.chdir(folder)
            os.execve(command[0], command, {"TERM": "xterm"} | environment)

    def press(self, keys: str) -> None:
        os.write(self.main, keys.encode())

    def see(self, text: str, then: str = "q quit\r\n", patience: float = PATIENCE) -> str:
        """Wait for a text and for another behind it, without colours; return all that came."""
        shown, limit = "", time.monotonic() + patience
        while not re.search(f"{re.escape(text)}.*{re.escape(then)}", shown, re.DOTALL):
            assert time.monotonic() < limit, f"no {text!r} in {shown!r}"
            if select.select([self.main], [], [], 0.1)[0]:
                new = os.read(self.main, 65536).decode(errors="replace")
                self.raw += new
                shown = re.sub(ESCAPES, "", shown + new)
        return shown

    def screen(self) -> list[str]:
        """Return the lines that came since the terminal was cleared last, without colours."""
        shown = re.sub(ESCAPES, "", self.raw.rpartition("\x1b[2J")[2]).replace("\r\n", "\n")
        return [line.rpartition("\r")[2].rstrip() for line in shown.split("\n")]

    def is_quiet(self, seconds: float) -> bool:
        return not select.select([self.main], [], [], seconds)[0]

    def code(self) -> int:
        """Wait for the end, and return the exit code."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if select.select([self.main], [], [], 0.05)[0]:
                os.read(self.main, 65536)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError("It does not end.")

    def is_restored(self) -> bool:
        return termios.tcgetattr(self.shell) == self.before

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.main)
        os.close(self.shell)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The folder of a course; one level has a space and an umlaut."""
    root = tmp_path / "ein Kürs"
    chapter = root / "chapters" / "01_arithmetic"
    chapter.mkdir(parents=True)
    for file in (PROJECT / "pyproject.toml", *PROJECT.glob("requirements*.lock")):
        shutil.copy(file, root)
    (chapter / "chapter.toml").write_text(MANIFEST, encoding="utf-8")
    for name, times in (("double", 2), ("triple", 3)):
        answers = root / "solutions" / "01_arithmetic" / name
        exercises = root / "exercises" / "01_arithmetic"
        answers.mkdir(parents=True)
        own = root / "answers" / "01_arithmetic"
        for folder in (exercises, own):
            folder.mkdir(parents=True, exist_ok=True)
        starter = ANSWER.format(name=name, times=times, factor=1)
        (answers / "before.py").write_text(starter)
        for folder in (exercises, own):
            (folder / f"{name}.py").write_text(starter)
        for good in ("after", "also_good"):
            code = f'"""Good."""\n\n\ndef {name}(number):\n    return number * {times}\n'
            (answers / f"{good}.py").write_text(code)
        for factor in (7, 8, 9):
            (answers / f"wrong_{factor}.py").write_text(WRONG.format(name=name, factor=factor))
        (answers / "why.md").write_text("## Why it works\n\nIt is **more**.\n")
        (exercises / f"test_{name}.py").write_text(TEST.format(name=name, times=times))
    return root


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('database')}/arena.sqlite3"


@pytest.fixture
def environment(course: Path, tmp_path: Path, database: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    names = {"KATA_ROOT": course, "KATA_HOME": tmp_path / "home", "PYTHONPATH": PROJECT}
    ours = {name: str(path) for name, path in names.items()}
    return kept | ours | {"KATA_DATABASE_URL": database}


@pytest.fixture(scope="session")
def command() -> list[str]:
    return [sys.executable, "-m", "kata"]


@pytest.fixture
def kata(course: Path, environment: dict[str, str], command: list[str]) -> Run:
    """Run kata in the course's folder, without a terminal."""

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *arguments],
            cwd=course,
            env=environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def solve(course: Path) -> Callable[[str], Path]:
    """Write the reference into the learner's file."""

    def copy(name: str) -> Path:
        file = course / "answers" / "01_arithmetic" / f"{name}.py"
        shutil.copy(course / "solutions" / "01_arithmetic" / name / "after.py", file)
        return file

    return copy


@pytest.fixture
def open_terminal(
    command: list[str], course: Path, environment: dict[str, str]
) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def begin(*arguments: str, size: tuple[int, int] = (40, 80), **more: str) -> Terminal:
        opened.append(Terminal([*command, *arguments], course, environment | more, size))
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.close()
