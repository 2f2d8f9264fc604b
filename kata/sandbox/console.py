"""The terminal of a check, which a debugger in the checked answer may use.

An answer runs in a child without a terminal. When it calls ``breakpoint()``, the child takes the
terminal that its parent was started in. While the debugger waits for the learner no limit of time
holds, and Ctrl-C is the debugger's.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

if sys.platform != "emscripten":  # a page has neither terminals nor limits
    import mmap
    import resource
    import termios

NEVER, NOW, BEFORE = range(3)


def found() -> Console | None:
    """Return the terminal that this process reads from and writes to; None without one."""
    if threading.current_thread() is not threading.main_thread():  # it handles no signals
        return None
    if not (os.isatty(0) and os.isatty(1)):
        return None
    try:
        is_ours = os.tcgetpgrp(0) == os.getpgrp()
    except OSError:  # it is the terminal of another session
        return None
    return Console() if is_ours else None  # in the background, it is the shell that reads


class Console:
    """A terminal, for the process that checks and for its child."""

    def __init__(self) -> None:
        self.files = (-1, -1)
        self._lent = mmap.mmap(-1, 1)  # which both processes see
        self._seconds = 0

    @property
    def is_lent(self) -> bool:
        """Whether the child's debugger waits for the learner now."""
        return self._lent[0] == NOW

    @contextmanager
    def offered(self, pid: int) -> Iterator[None]:
        """Let a child use the terminal for a block; afterwards it is as before."""
        mode = termios.tcgetattr(0)

        def interrupt(number: int, frame: FrameType | None) -> None:
            if self.is_lent:
                os.kill(pid, number)
            elif callable(usual[0]):
                usual[0](number, frame)

        def suspend(number: int, frame: FrameType | None) -> None:
            if not self.is_lent:  # else the shell and the debugger would both read the keys
                os.kill(os.getpid(), signal.SIGSTOP)

        usual: list[Any] = [signal.signal(signal.SIGINT, interrupt)]
        usual.append(signal.signal(signal.SIGTSTP, suspend))
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, usual[0])
            signal.signal(signal.SIGTSTP, usual[1])
            if self._lent[0] != NEVER:  # the debugger may have been ended while it read a line
                termios.tcsetattr(0, termios.TCSADRAIN, mode)

    def keep(self, cpu_seconds: int) -> None:
        """In the child: keep the terminal for later, before its input and output are replaced."""
        self.files = os.dup(0), os.dup(1)
        self._seconds = cpu_seconds
        at_hand.append(self)

    def take(self) -> None:
        """In the child: have the terminal as input and output, until the check ends."""
        keyboard, screen = self.files
        sys.stdout.flush()
        sys.stderr.flush()
        for file, replaced in ((keyboard, 0), (screen, 1), (screen, 2)):
            os.dup2(file, replaced)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
        sys.stderr = sys.stdout

    @contextmanager
    def lent(self) -> Iterator[None]:
        """In the child: wait for the learner in a block; after it the limits begin anew."""
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        self._lent[0] = NOW
        try:
            yield
        finally:
            self._lent[0] = BEFORE
            soft = int(time.process_time()) + 1 + self._seconds
            if most != resource.RLIM_INFINITY:
                soft = min(soft, most)
            resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


at_hand: list[Console] = []  # in a child: the terminal that it may take, if there is one
