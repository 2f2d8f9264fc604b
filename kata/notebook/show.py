"""Where output goes: HTML to a notebook's front end, text to a terminal."""

from __future__ import annotations

import os
import sys
from typing import Any, Protocol

STATIC = "KATA_LESSON"  # set while a lesson is executed for the site: nothing may be recorded


class Shown(Protocol):
    """What can be shown both ways."""

    def html(self) -> str:
        """Return HTML."""

    def __str__(self) -> str: ...


class Output:
    """Gives an object that has ``html()`` and ``__str__`` the protocol of IPython's display."""

    def html(self) -> str:
        """Return HTML."""
        raise NotImplementedError

    def _repr_html_(self) -> str:
        return self.html()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))

    def __repr__(self) -> str:
        return str(self)


def shell() -> Any:
    """Return IPython's shell, None outside of it. IPython is not imported for the answer."""
    if "IPython" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()


def in_notebook() -> bool:
    """Whether a front end shows what is displayed: a kernel, not a terminal."""
    return hasattr(shell(), "kernel")


def is_static() -> bool:
    """Whether a lesson is being executed for the site."""
    return bool(os.environ.get(STATIC))


def show(output: Output) -> None:
    """Show an output now: not only when it is the last expression of a cell."""
    if in_notebook():
        from IPython.display import display

        display(output)
    else:
        print(output)


def milliseconds(ms: float) -> str:
    """Return ``0.43 ms``, ``12.3 ms`` or ``1,234 ms``: three figures, not more."""
    return f"{ms:.2f} ms" if ms < 10 else f"{ms:.1f} ms" if ms < 100 else f"{ms:,.0f} ms"
