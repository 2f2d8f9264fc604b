"""What an error in a cell looks like: one sentence where we can tell what to do.

Any other is the learner's to read, so it names only the lines of their cells, without those of
Django, of the drivers and of the course between them.
"""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kata.course import CourseProblem
from kata.learner.progress import ProgressProblem
from kata.notebook import connecting
from kata.notebook.html import tag, text
from kata.notebook.show import Output, in_notebook, is_static, show
from kata.services.base import ServiceProblem

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

READ_ONLY = (
    "You can read the large Arena and not change it, because all checks and lessons share it. "
    "To try a write, run sandbox() of kata.notebook: an empty Arena for this notebook alone. "
    "start() brings the large one back."
)
VALKEY = "Valkey was stopped: run the cell with cache_server() again, then this one."


class Say(Exception):
    """Ends a cell with one sentence."""


class Sentence(Output):
    """What to do about an error, on a card: Lab breaks an error's own text inside words."""

    def __init__(self, says: str) -> None:
        self.says = says

    def html(self) -> str:
        """Return the card."""
        return tag("div", "box card card-bad", text(self.says))

    def __str__(self) -> str:
        return self.says


def register(shell: InteractiveShell) -> None:
    """Have errors in this shell's cells shown so."""
    shell.set_custom_exc((Exception,), _shown)


def _shown(
    shell: Any,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
    tb_offset: int | None = None,
) -> list[str] | None:
    """Show an error, and return its lines; IPython calls this."""
    if says := _sentence(error):
        lines = [says]
        if in_notebook():
            show(Sentence(says))
            shell._last_traceback = lines  # the kernel's reply still says that the cell failed
            return lines
    else:
        lines = _of_cells(shell, kind, error, trace)
    if not lines:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return None
    shell._showtraceback(kind, says or str(error), lines)
    return lines


def _sentence(error: BaseException) -> str:
    """Return what happened and what to do; empty where we cannot know."""
    from django.db import Error

    from kata.databases import clones

    if isinstance(error, (Say, CourseProblem, ProgressProblem, ServiceProblem)):
        return str(error)
    if clones.is_refused_write(error):
        return READ_ONLY
    if isinstance(error, Error):
        return _about_the_server(error)
    redis = sys.modules.get("redis")
    return VALKEY if redis and isinstance(error, redis.ConnectionError) else ""


def _about_the_server(error: Exception) -> str:
    """Return what to do when the server has gone; empty when it has not."""
    from django.db import InterfaceError, OperationalError, connection

    if not isinstance(error, (OperationalError, InterfaceError)):
        return ""
    if connection.connection is not None and not connection.connection.closed:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Exception:
            pass
        else:
            return ""
    try:
        connecting.again()
    except ServiceProblem as problem:
        return str(problem)
    return "PostgreSQL was stopped. It runs again: run this cell once more."


def _of_cells(
    shell: Any, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> list[str]:
    """Return Python's own traceback of a learner's mistake, with no frames but their cells'.

    Empty where IPython has to show it: what is no mistake in running code, and a lesson that is
    executed for the site, whose authors want to see all of it.
    """
    from IPython.core.error import UsageError

    kept = _cut(trace, shell.user_ns)
    if kept is None or is_static() or issubclass(kind, (SyntaxError, UsageError, ExceptionGroup)):
        return []
    cause, hides = error.__cause__, error.__suppress_context__
    error.__cause__, error.__suppress_context__ = None, True  # that of a driver, with its frames
    try:
        lines: list[str] = shell.InteractiveTB.structured_traceback(kind, error, kept, tb_offset=0)
    finally:
        error.__cause__, error.__suppress_context__ = cause, hides
    # For %debug, and for %tb, which shows all of it.
    sys.last_type, sys.last_value, sys.last_traceback = kind, error, trace
    return lines


def _cut(trace: TracebackType | None, names: dict[str, Any]) -> TracebackType | None:
    """Return a traceback with the frames alone that run in a namespace, None if none does."""
    if trace is None:
        return None
    rest = _cut(trace.tb_next, names)
    if trace.tb_frame.f_globals is not names:
        return rest
    return TracebackType(rest, trace.tb_frame, trace.tb_lasti, trace.tb_lineno)
