"""breakpoint() in an answer: a debugger in the learner's terminal, or one sentence without one."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

import pytest

from kata import course

FEED = course.find("feed")[0]
PATIENCE = 60.0
STOPS = "def feed(limit=50):\n    given = limit\n    breakpoint()\n    return [given][:0]\n"
LOOPS = "def feed(limit=50):\n    breakpoint()\n    while True: limit += 0\n"


class Terminal:
    """A command in a terminal of its own."""

    def __init__(self, *command):
        self.shown = ""
        self.main, self.side = pty.openpty()
        self.before = termios.tcgetattr(self.side)
        self.pid = os.fork()
        if self.pid == 0:
            os.login_tty(self.side)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.chdir(course.ROOT)
            os.execve(sys.executable, [sys.executable, *map(str, command)], os.environ)

    def see(self, text):
        """Wait for a text, and drop what came up to its end."""
        limit = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < limit, self.shown
            self._read()
        found, _, self.shown = self.shown.partition(text)
        return found

    def answer(self, keys):
        self.see("(Pdb) ")
        os.write(self.main, keys.encode())

    def press(self, keys, text):
        """Press keys until a text is seen.

        Once is not enough: Python's input() overlooks a signal that comes after it has shown the
        prompt and before it waits for a key, until the next one comes.
        """
        limit = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < limit, self.shown
            os.write(self.main, keys.encode())
            again = time.monotonic() + 5
            while text not in self.shown and time.monotonic() < again:
                self._read()
        self.see(text)

    def end(self):
        """Return the exit code and the rest that came."""
        limit = time.monotonic() + PATIENCE
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            assert time.monotonic() < limit, self.shown
            self._read()
        self._read()
        self.pid = 0
        return os.waitstatus_to_exitcode(ended[1]), " ".join(self.shown.split())

    def _read(self):
        if select.select([self.main], [], [], 0.1)[0]:
            self.shown += os.read(self.main, 65536).decode(errors="replace")


@pytest.fixture
def terminal():
    opened = []

    def begin(*command):
        opened.append(Terminal(*command))
        return opened[-1]

    yield begin
    for one in opened:
        if one.pid:
            os.kill(one.pid, signal.SIGKILL)
            os.waitpid(one.pid, 0)
        os.close(one.main)
        os.close(one.side)


@pytest.fixture
def answer(tmp_path):
    def write(code):
        file = tmp_path / "feed.py"
        file.write_text(code)
        return file

    return write


def pytest_on(file, *options):
    return "-m", "pytest", *options, FEED.test, f"--answers={file}"


def test_kata_check_stops_in_the_terminal_and_goes_on_to_the_verdict(terminal, answer):
    shell = terminal("-m", "kata", "check", "feed", "--answers", answer(STOPS))
    assert "feed.py:3 calls breakpoint()." in " ".join(shell.see("No time limit runs.").split())
    shell.answer("p 'given', given + 1\n")
    shell.see("('given', ")
    shell.answer("c\n")
    shell.answer("verdict\n")
    code, screen = shell.end()
    assert code == 1
    assert "check 1 of 3 fails" in screen


def test_no_limit_ends_a_check_while_its_debugger_waits(terminal, answer):
    shell = terminal(*pytest_on(answer(STOPS), "-s", "--seconds=1"))
    shell.answer("p sum(number for number in range(30_000_000))\n")  # longer than a second
    shell.see("449999985000000")
    shell.see("(Pdb) ")
    time.sleep(4.5)  # longer than four
    os.write(shell.main, b"verdict\n")
    assert "check 1 of 3 fails" in shell.end()[1]


def test_the_limits_hold_once_the_debugger_has_gone_on(terminal, answer):
    shell = terminal(*pytest_on(answer(LOOPS), "--seconds=1"))
    shell.answer("c\n")
    assert "feed.py:3" in (screen := shell.end()[1])
    assert "still runs after" in screen


@pytest.mark.parametrize("keys", ["q\n", "\x04"])
def test_who_leaves_the_debugger_gets_one_sentence(terminal, answer, keys):
    shell = terminal(*pytest_on(answer(STOPS)))
    shell.answer(keys)
    code, screen = shell.end()
    assert code == 1
    assert "not judged" in screen
    assert re.search("feed.py:[34]", screen)  # from Python 3.13 on it stops at the call itself
    assert "so your answer was not judged" in screen
    assert "Bdb" not in screen


def test_ctrl_c_is_the_debuggers_and_the_terminal_is_as_before(terminal, answer):
    shell = terminal("-m", "kata", "check", "feed", "--answers", answer(STOPS))
    shell.see("(Pdb) ")
    shell.press("\x1a\x03", "--KeyboardInterrupt--")  # Ctrl-Z: neither of them is stopped
    shell.answer("verdict\n")
    assert "check 1 of 3 fails" in shell.end()[1]
    assert termios.tcgetattr(shell.side) == shell.before


@pytest.mark.parametrize(
    ("code", "call"),
    [
        (STOPS, "feed.py:3 calls breakpoint()"),
        (STOPS.replace("breakpoint()", "import pdb; pdb.set_trace()"), "feed.py:3 calls pdb.set_"),
        ("from pdb import set_trace\n\nset_trace()\n", "feed.py:3 calls pdb.set_trace()"),
        (
            STOPS.replace("    breakpoint()", "    try: breakpoint()\n    except Exception: pass"),
            ":3",
        ),
    ],
)
def test_without_a_terminal_it_is_one_sentence(answer, code, call):
    done = subprocess.run(
        [sys.executable, *pytest_on(answer(code))],
        cwd=course.ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert call in said
    assert f"or run `kata check {FEED.slug}` in another terminal." in said
    assert "Bdb" not in said


def test_an_answer_that_reads_the_keyboard_does_not_wait(terminal, answer):
    shell = terminal(*pytest_on(answer("def feed(limit=50):\n    return input()\n")))
    assert "feed.py:2" in (screen := shell.end()[1])
    assert "raises EOFError" in screen


def test_a_page_has_no_pdb_and_says_what_to_do():
    script = """
import sys, sysconfig

sysconfig.get_config_vars()  # once read, they are those of this machine

class Without:
    def find_spec(self, name, *_):
        if name == "pdb":
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Without())
sys.platform = "emscripten"
from kata.sandbox import debugger
for call in ("breakpoint()", "import pdb; pdb.set_trace()"):
    debugger.install("related_objects/feed")
    try:
        exec(compile(call, "feed.py", "exec"))
    except Exception:
        print(debugger.ended().says)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=course.ROOT, capture_output=True, text=True, check=False
    )
    says = "feed.py:1 calls {}, and there is no terminal here for the debugger: remove that line."
    assert done.stdout.splitlines() == [
        says.format(f"{c}()") for c in ("breakpoint", "pdb.set_trace")
    ]
