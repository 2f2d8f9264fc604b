"""Python's own debugger, at the terminal of a check."""

from __future__ import annotations

import pdb
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from kata.sandbox.console import Console


class Prompt(pdb.Pdb):
    """The debugger of one check.

    Args:
        terminal: the terminal, which it takes.
        on_quit: called with the frame in which the learner ends the check.
        on_verdict: called when the learner wants no more stops.
    """

    def __init__(
        self,
        terminal: Console,
        on_quit: Callable[[FrameType], None],
        on_verdict: Callable[[], None],
    ) -> None:
        terminal.take()
        super().__init__(nosigint=True)
        self._terminal, self._on_quit, self._on_verdict = terminal, on_quit, on_verdict
        self._place = sys._getframe()

    def interaction(self, frame: Any, *args: Any) -> None:
        """Wait for commands, as long as the learner takes."""
        self._place = frame or self._place
        with self._terminal.lent():
            super().interaction(frame, *args)

    def set_quit(self) -> None:
        """End the check: q, or the end of the input."""
        self._on_quit(self._place)
        super().set_quit()

    def do_verdict(self, _: str) -> bool:
        """verdict

        Go on to the end of the check, without another stop.
        """
        self._on_verdict()
        self.clear_all_breaks()
        self.set_continue()
        return True
