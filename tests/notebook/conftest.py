"""IPython without a kernel and with one, a small course, and a database that is a file."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

# The dependency group `lab` is not needed for the course's own tests.
collect_ignore_glob = [] if find_spec("IPython") else ["test_*.py"]


class Kernel:
    """What tells a notebook from a terminal."""


@pytest.fixture
def shell(monkeypatch):
    """A real IPython with our magics, in this process."""
    from IPython.core.interactiveshell import InteractiveShell

    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance()
    shell.run_line_magic("load_ext", "kata.notebook")
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def displayed(shell, monkeypatch):
    """What a notebook's front end is sent, as the shell is made to look like a kernel."""
    import IPython.display

    outputs = []
    shell.kernel = Kernel()
    monkeypatch.setattr(IPython.display, "display", outputs.append)
    return outputs
