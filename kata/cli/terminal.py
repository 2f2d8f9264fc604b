"""Single keys from a terminal, which is left as it was found."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

QUIT = "q"
ARROWS = {"A": "up", "B": "down", "C": "right", "D": "left"}
PASTED = 8  # a key or two at a time are pressed; more are the text of something that was pasted


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
    """The keys that a learner presses."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._leaving = False

    def read(self, seconds: float) -> str:
        """Wait so long for a key; return it, or an empty text."""
        if self._leaving:
            return QUIT
        if not select.select([self._file], [], [], seconds)[0]:
            return ""
        pressed = os.read(self._file, 64).decode(errors="ignore")
        if not pressed:  # nothing at all: the terminal has gone
            return QUIT
        if pressed.startswith("\x1b"):  # an arrow is several characters
            return ARROWS.get(pressed[-1], "") if pressed[1:2] in {"[", "O"} else ""
        if len(pressed) > PASTED and len(set(pressed)) > 2:
            return ""
        return QUIT if QUIT in pressed else pressed[-1]

    def is_pressed(self) -> bool:
        """Tell whether a key was pressed; the wish to quit is granted at the next `read`."""
        key = self.read(0)
        self._leaving = key == QUIT
        return bool(key)

    def forget(self) -> None:
        """Drop what was pressed by now, but for the wish to quit."""
        self._leaving = self.read(0) == QUIT


@contextmanager
def keys() -> Iterator[Keys]:
    """Yield the keys of the terminal that is the standard input.

    Keys arrive at once and are not echoed. However the block is left, also by Ctrl-C or SIGTERM,
    the terminal is as before.
    """
    file = sys.stdin.fileno()
    before = termios.tcgetattr(file)
    owner = os.getpid()

    def leave(number: int, frame: FrameType | None) -> None:
        if os.getpid() == owner:
            sys.exit(128 + number)
        signal.signal(number, signal.SIG_DFL)  # an answer under check dies as it always would
        os.kill(os.getpid(), number)

    def again(number: int, frame: FrameType | None) -> None:
        tty.setcbreak(file)  # after Ctrl-Z and fg the shell has set its own

    old = [signal.signal(signal.SIGTERM, leave), signal.signal(signal.SIGCONT, again)]
    try:
        tty.setcbreak(file)
        yield Keys(file)
    finally:
        termios.tcsetattr(file, termios.TCSADRAIN, before)
        signal.signal(signal.SIGTERM, old[0])
        signal.signal(signal.SIGCONT, old[1])
