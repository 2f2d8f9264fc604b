"""``kata install``: what an exercise needs and the course does not bring."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Annotated

import typer

from kata.course import ROOT
from kata.needs import NEEDS
from kata.services import SERVICES, ServiceProblem

UV = ".kata/tools/bin/uv"  # where `make learn` puts it if there is none
# As in the Makefile: what is installed, and where, is the course's own business.
DECIDED = (
    *("UV_EXCLUDE_NEWER", "UV_REQUIRE_HASHES", "UV_CONSTRAINT", "UV_OVERRIDE", "UV_NO_BUILD"),
    *("UV_NO_BINARY", "UV_NO_PROGRESS", "PIP_PREFIX", "PIP_ROOT", "PIP_CONSTRAINT"),
    *("PIP_REQUIRE_HASHES", "PIP_TARGET"),
)


def install(name: Annotated[str, typer.Argument(help="Such as s3.")] = "") -> None:
    """Download what an exercise needs beyond `make learn`, and show how far that is."""
    extras = {need.extra: need for need in NEEDS.values() if need.extra}
    if not name:
        for extra, need in extras.items():
            status = SERVICES[need.service].status()
            state = "missing" if status.state == "missing" and status.remedy else "installed"
            typer.echo(f"{extra:<12}{state:<12}{need.words}")
        return
    if name not in extras:
        raise ServiceProblem(
            f"There is no {name!r} to install: `kata install` lists what there is."
        )
    done = subprocess.run(command(name), cwd=ROOT, env=environment(), check=False)
    if done.returncode:
        raise ServiceProblem(
            f"{name} could not be installed, and the lines above say why: "
            f"run `kata install {name}` again."
        )
    typer.echo(f"{name} is installed.")


def command(name: str) -> list[str]:
    """Return what installs an extra into this environment, from its lock file.

    The lock file is complete, and botocore asks for a python-dateutil that is older than Celery's:
    so no dependency is looked up.
    """
    where = ["--require-hashes", "--no-deps", "-r", f"requirements-{name}.lock"]
    own = ROOT / UV
    if uv := shutil.which("uv") or (str(own) if own.exists() else ""):
        return [uv, "pip", "install", "--python", sys.executable, *where]
    return [sys.executable, "-m", "pip", "install", "--no-input", *where]


def environment() -> dict[str, str]:
    """Return the environment for it: an index and a proxy are the learner's."""
    kept = {name: value for name, value in os.environ.items() if name not in DECIDED}
    tools = str(ROOT / ".kata" / "tools")  # uv's own package is there
    return {**kept, "UV_PYTHON_DOWNLOADS": "never", "PIP_USER": "0", "PYTHONPATH": tools}
