"""``kata lab``: JupyterLab at the welcome notebook, with the database up and filled."""

from __future__ import annotations

import os
import sys
import webbrowser
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kata.course import ROOT

WELCOME = "lab/welcome.ipynb"
SETTINGS = Path(__file__).parent.parent / "notebook" / "jupyter"
COMMON = (
    f"--ServerApp.root_dir={ROOT}",
    f"--LabApp.default_url=/lab/tree/{WELCOME}",
    "--ServerApp.log_level=WARN",
    "--LabApp.log_level=WARN",
    # What this would ask is on other hosts.
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--LabApp.extra_labextensions_path={SETTINGS / 'extensions'}",
)
# In a hub: a kernel that nobody uses ends after an hour, a server without kernels after another.
SHARED = (
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--ServerApp.shutdown_no_activity_timeout=3600",
)

Port = Annotated[int, typer.Option(help="The port to begin looking for a free one.")]
Browser = Annotated[bool, typer.Option(help="Open the browser, where there is one.")]
Address = Annotated[str, typer.Option(help="The address to listen at.")]


def lab(port: Port = 8888, browser: Browser = True, ip: Address = "localhost") -> None:
    """Read the lessons in JupyterLab.

    It starts at the welcome notebook, with the database up and filled. Ctrl-C ends it.
    What you open are copies of your own, in the folder lab/: git knows nothing of them, and what
    you write in them stays when a lesson is updated."""
    from kata.cli import prepare
    from kata.databases import backend
    from kata.learner import files, lesson_copies
    from kata.services.base import ServiceProblem

    if not find_spec("jupyterlab"):
        raise ServiceProblem("JupyterLab is not installed: `make lab` installs and starts it.")
    if backend.wants_sqlite():
        raise ServiceProblem(
            "The lessons need PostgreSQL: unset KATA_DATABASE_URL, and run it again."
        )
    prepare.everything()
    for sentence in [*lesson_copies.lay_out(), *files.lay_out()]:
        print(sentence)
    sys.stdout.flush()
    command = [sys.executable, "-m", "jupyterlab", *options(port, browser, ip)]
    if in_hub():
        command = [sys.executable, "-m", "jupyterhub.singleuser", *COMMON, *SHARED]
    os.execve(sys.executable, command, environment())


def in_hub() -> bool:
    """Whether a JupyterHub starts this for one of its users, and says where to listen."""
    return "JUPYTERHUB_SERVICE_URL" in os.environ


def options(port: int, browser: bool, ip: str) -> list[str]:
    """Return JupyterLab's options."""
    chosen = [*COMMON, f"--ServerApp.port={port}", f"--ServerApp.ip={ip}"]
    if not (browser and has_browser()):
        chosen.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        chosen.append("--allow-root")
    return chosen


def has_browser() -> bool:
    """Whether a browser with a window can be opened here."""
    needs_display = sys.platform not in {"darwin", "win32"}
    if needs_display and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def environment() -> dict[str, str]:
    """Return the environment for JupyterLab and its kernels.

    The folder of settings switches off the question about news, and the warning that the kernel's
    connection, which does not leave this machine, is in clear.
    """
    settings = os.pathsep.join(filter(None, [str(SETTINGS), os.environ.get("JUPYTER_CONFIG_PATH")]))
    # A debugger that nobody has asked for warns of frozen modules.
    quiet = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return {**os.environ, **quiet, "JUPYTER_CONFIG_PATH": settings}
