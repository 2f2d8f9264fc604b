"""gunicorn from its wheel: each check has one of its own, with a configuration and an application.

It runs as the learner, in a folder with the two files or in a copy of a whole project, at a socket
there. Its log comes back with a configuration that it refuses.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata import owner
from kata.needs import NEEDS
from kata.services import fleeting
from kata.services.base import (
    ENVIRONMENT,
    ConfigurationRefused,
    ServiceMissing,
    Status,
    package_folder,
    status_of_wheel,
)
from kata.services.unix_http import WebServer

NAME = "gunicorn"
SOCKET = "gunicorn.sock"
CONFIGURATION = "gunicorn.conf.py"
LOG = "gunicorn.log"
READY, SETTINGS = "ready", "settings.json"
PROJECT = Path(__file__).resolve().parents[2]
START_LIMIT = 30  # seconds
PROJECT_LIMIT = 120  # seconds: a project imports more than the one file of a check
SHOWN = 6  # lines of the log: the end of a traceback says what is wrong
LEFT_OUT = ("__pycache__", "*.pyc", ".git", ".venv", "node_modules")  # of a project

# The name by which the register finds what a killed check has left, and what gunicorn says of
# itself. What would take it out of its folder, its log or its process group has no say.
LAUNCH = """
import json, os, sys
from pathlib import Path
from gunicorn.app.wsgiapp import WSGIApplication

OURS = {"daemon": False, "pidfile": None, "errorlog": "-", "reuse_port": False}
folder = Path.cwd()
if sys.platform == "linux":
    Path("/proc/self/comm").write_text("gunicorn")

class Application(WSGIApplication):
    def load_config(self):
        super().load_config()
        for name, value in OURS.items():
            self.cfg.set(name, value)
        plain = (bool, int, float, str, type(None))
        values = {k: s.get() for k, s in self.cfg.settings.items()}
        known = {k: v for k, v in values.items() if isinstance(v, plain)}
        known["worker"] = self.cfg.worker_class_str
        (folder / "settings.json").write_text(json.dumps(known))
        usual = self.cfg.post_worker_init
        def ready(worker):
            usual(worker)
            with (folder / "ready").open("a") as file:
                file.write(f"{os.getpid()}\\n")
        self.cfg.set("post_worker_init", ready)

Application("%(prog)s", prog="gunicorn").run()
"""


@dataclass(frozen=True)
class Gunicorn(WebServer):
    """A gunicorn that runs.

    Attributes:
        settings: what it has made of its configuration, as it says itself: plain values only,
            and ``worker``, the kind of its workers, such as ``gthread``.
        folder: where it runs.
    """

    settings: dict[str, Any]
    folder: Path

    def log(self) -> list[str]:
        """Return the warnings and errors of its log, and what the application has printed."""
        return _said(self.folder)


def up() -> Path:
    """Return gunicorn's folder. There is nothing to start: every check runs one of its own.

    Raises:
        ServiceMissing: it is not installed.
    """
    if folder := package_folder(NAME):
        return folder
    raise ServiceMissing(f"gunicorn is not installed: run `{NEEDS[NAME].install}`.")


def down() -> None:
    """End what killed checks have left behind."""
    fleeting.down(NAME, as_learner=True)


def status() -> Status:
    """Return what is known without starting anything."""
    return status_of_wheel(NAME, NAME, up)


@contextmanager
def serving(configuration: str, application: str) -> Iterator[Gunicorn]:
    """Run a gunicorn for the length of a block; when it begins, all workers are ready.

    Args:
        configuration: the text of ``gunicorn.conf.py``; its ``bind`` is replaced by a socket.
        application: the text of a module with a WSGI application by the name ``application``.

    Raises:
        ServiceMissing: it is not installed.
        ConfigurationRefused: it does not run with that text.
    """
    up()
    with fleeting.folders(NAME, NAME, as_learner=True) as (folder, sockets):
        (folder / CONFIGURATION).write_text(configuration, encoding="utf-8")
        (folder / "app.py").write_text(application, encoding="utf-8")
        arena = {"PYTHONPATH": str(PROJECT)}
        with _running(folder, sockets, CONFIGURATION, "app:application", arena) as server:
            yield server


@contextmanager
def serving_project(
    project: Path, configuration: str, application: str, environment: Mapping[str, str]
) -> Iterator[Gunicorn]:
    """Run a gunicorn in a copy of a project, for the length of a block.

    A copy, because that is what a machine of its own would have: what the application writes
    beside its code stays there, and the project can be edited in the meantime.

    Args:
        configuration: the name of the file in the project; its ``bind`` is replaced by a socket.
        application: where it is, such as ``slowbook.wsgi:application``.
        environment: what it finds in its environment beside what every server has.

    Raises:
        ServiceMissing: it is not installed.
        ConfigurationRefused: it does not run.
    """
    up()
    with fleeting.folders(NAME, NAME, as_learner=True) as (folder, sockets):
        ignored = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(project, folder, ignore=ignored, dirs_exist_ok=True)
        with _running(
            folder, sockets, configuration, application, environment, seconds=PROJECT_LIMIT
        ) as server:
            yield server


@contextmanager
def _running(
    folder: Path,
    sockets: Path,
    configuration: str,
    application: str,
    environment: Mapping[str, str],
    *,
    seconds: float = START_LIMIT,
) -> Iterator[Gunicorn]:
    address = str(sockets / SOCKET)
    command = [sys.executable, "-c", LAUNCH, "--config", str(folder / configuration)]
    command += ["--bind", f"unix:{address}", "--chdir", str(folder)]
    command += ["--no-control-socket", application]
    whole = {**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1", **_mark(), **environment}
    with fleeting.running(
        command, folder, folder / LOG, as_learner=True, environment=whole
    ) as process:
        _wait_until_ready(process, folder, seconds)
        settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
        yield Gunicorn(process.pid, address, settings, folder)


def _mark() -> dict[str, str]:
    """Return what tells whose the processes are that an application starts."""
    return {owner.MARK: os.environ[owner.MARK]} if owner.MARK in os.environ else {}


def _wait_until_ready(process: "subprocess.Popen[bytes]", folder: Path, seconds: float) -> None:
    """Return when every worker has loaded the application.

    Raises:
        ConfigurationRefused: gunicorn has ended, or has fewer workers than it should.
    """
    limit = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < limit:
        with suppress(OSError, ValueError):
            settings = json.loads((folder / SETTINGS).read_text(encoding="utf-8"))
            if len(set((folder / READY).read_text().split())) >= settings["workers"]:
                return
        time.sleep(0.005)
    says = "gunicorn does not start with this configuration."
    raise ConfigurationRefused(says, _said(folder)[-SHOWN:])


def _said(folder: Path) -> list[str]:
    """Return gunicorn's warnings and errors, without times and the numbers of processes."""
    text = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    lines = text.replace(f"{folder}/", "").splitlines()
    known = [line for line in lines if line.strip(" ]") and "] [INFO] " not in line]
    return [re.sub(r"^\[[^]]*\] \[\d+\] (\[\w+\]) ", r"\1 ", line) for line in known]
