"""Single keys from a terminal, which is left as it was found."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Any

POLL = 0.1  # seconds to wait for a key before looking at the files
QUIT = "q"
ENTER, ESCAPE, BACKSPACE, GONE = "enter", "escape", "backspace", "gone"
PASTED = 8  # a key or two at a time are pressed; more are the text of something that was pasted

# What a terminal sends for a key is one character, or a sequence that begins with an escape.
_KEY = re.compile(r"\x1b[\[O][0-9;]*[A-Za-z~]|.", re.DOTALL)
_NAMES = {"\n": ENTER, "\r": ENTER, "\x1b": ESCAPE, "\x7f": BACKSPACE, "\b": BACKSPACE}
_SEQUENCES = {
    **{"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end"},
    **{"1~": "home", "4~": "end", "5~": "page up", "6~": "page down"},
}
_REST = 0.05  # seconds in which the rest of a sequence comes, else it was the key Esc


@contextmanager
def held_back() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait for the end of the block.

    Code that imports or collects garbage can lose an exception that a signal raises in it.
    """
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ends)


class Keys:
    """The keys that a learner presses.

    Args:
        file: the terminal.
        before: its mode before keys were read one at a time, for `lent`.
    """

    def __init__(self, file: int, before: Sequence[Any] = ()) -> None:
        self._file = file
        self._before = list(before)
        self._leaving = False
        self.is_lent = False

    def read(self, seconds: float) -> str:
        """Wait so long for a key; return it, or an empty text."""
        if self._leaving:
            return QUIT
        pressed = self.typed(seconds)
        if GONE in pressed:
            return QUIT
        if is_paste(pressed):
            return ""
        return QUIT if QUIT in pressed else (pressed or [""])[-1]

    def typed(self, seconds: float) -> list[str]:
        """Wait so long for a key; return all that came, in order, each by its name or character.

        ``GONE`` among them says that the terminal has gone.
        """
        if not self._is_waiting(seconds):
            return []
        pressed = os.read(self._file, 64)
        if pressed.endswith(b"\x1b") and self._is_waiting(_REST):
            pressed += os.read(self._file, 64)
        if not pressed:
            return [GONE]
        found = _KEY.findall(pressed.decode(errors="ignore"))
        return [name for key in found if (name := _named(key))]

    def _is_waiting(self, seconds: float) -> bool:
        return bool(select.select([self._file], [], [], seconds)[0])

    def is_pressed(self) -> bool:
        """Tell whether a key was pressed; the wish to quit is granted at the next `read`."""
        key = self.read(0)
        self._leaving = key == QUIT
        return bool(key)

    def forget(self) -> None:
        """Drop what was pressed by now, but for the wish to quit."""
        self._leaving = self.read(0) == QUIT

    @contextmanager
    def lent(self) -> Iterator[None]:
        """Leave the terminal, as it was before, to another program, such as an editor."""
        self.is_lent = True
        ours = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for that program
        termios.tcsetattr(self._file, termios.TCSADRAIN, self._before)
        try:
            yield
        finally:
            tty.setcbreak(self._file)  # drops what was typed and not read
            signal.signal(signal.SIGINT, ours)
            self.is_lent = False


def is_paste(pressed: list[str]) -> bool:
    """Tell whether so much came at a time that it is a text which was pasted."""
    return len(pressed) > PASTED and len(set(pressed)) > 2


def _named(key: str) -> str:
    """Return the name of a key, empty for a sequence that means no key of ours."""
    return _SEQUENCES.get(key[2:], "") if len(key) > 1 else _NAMES.get(key, key)


@contextmanager
def keys() -> Iterator[Keys]:
    """Yield the keys of the terminal that is the standard input.

    Keys arrive at once and are not echoed. However the block is left, also by Ctrl-C or SIGTERM,
    the terminal is as before.
    """
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    owner = os.getpid()
    found = Keys(file, before)

    def leave(number: int, frame: FrameType | None) -> None:
        if os.getpid() == owner:
            sys.exit(128 + number)
        signal.signal(number, signal.SIG_DFL)  # an answer under check dies as it always would
        os.kill(os.getpid(), number)

    def again(number: int, frame: FrameType | None) -> None:
        if not found.is_lent:
            tty.setcbreak(file)  # after Ctrl-Z and fg the shell has set its own

    old = [signal.signal(signal.SIGTERM, leave), signal.signal(signal.SIGCONT, again)]
    try:
        tty.setcbreak(file)
        yield found
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)
        signal.signal(signal.SIGTERM, old[0])
        signal.signal(signal.SIGCONT, old[1])
