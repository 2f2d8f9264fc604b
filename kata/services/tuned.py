"""A PostgreSQL of a check's own, which runs with the configuration that an answer wrote.

It has its own data folder, so nothing that it is told reaches the server of the other exercises.
"""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from kata.services import fleeting, places, postgres_files
from kata.services.base import ENVIRONMENT, ConfigurationRefused, ServiceProblem
from kata.services.postgres_server import PORT, Server

if TYPE_CHECKING:
    from subprocess import Popen

NAME = "postgres"
TITLE = "PostgreSQL"
PLACE = "tuned"  # beside the server that lasts
CONFIGURATION = "postgresql.conf"
LOG = "server.log"
START_LIMIT = 30  # seconds

# Where it listens, and what a machine may not have; the disk is not what is judged.
OURS = {
    "listen_addresses": "",
    "port": str(PORT),
    "fsync": "off",
    "huge_pages": "off",
    "logging_collector": "off",
    "log_destination": "stderr",
    "lc_messages": "C",
}


def understood(configuration: str, *names: str) -> dict[str, str]:
    """Return settings of a ``postgresql.conf`` as PostgreSQL understands them, without a start.

    A size is a number of the setting's own unit: pages of 8 KiB for ``shared_buffers``.

    Raises:
        ConfigurationRefused: it does not understand the text.
    """
    with fleeting.folders(NAME, TITLE, PLACE) as (folder, _):
        _write(folder / CONFIGURATION, configuration)
        _write(folder / "postgresql.auto.conf", "")  # PostgreSQL says so where it is missing
        return {name: _ask(folder, name) for name in names}


@contextmanager
def serving(configuration: str, **scaled: str) -> Iterator[Server]:
    """Run a PostgreSQL, new and empty, for the length of a block.

    Args:
        configuration: the text of ``postgresql.conf``.
        scaled: settings that have other values here, since this machine may be too small.

    Raises:
        ConfigurationRefused: it does not run with that text.
        ServiceProblem: it cannot be made.
    """
    with fleeting.folders(NAME, TITLE, PLACE) as (folder, sockets):
        initdb = [_program("initdb"), *postgres_files.INITDB.split()]
        if said := postgres_files.run(initdb, folder, places.system_account()):
            raise ServiceProblem(f"PostgreSQL cannot keep its files in {folder} ({said}).")
        shared_memory = postgres_files.shared_memory_setting(folder)
        _write(folder / CONFIGURATION, f"{shared_memory}{configuration}")
        settings = {**OURS, "unix_socket_directories": f'"{sockets}"', **scaled}
        command = [_program(NAME), "-D", str(folder)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with fleeting.running(command, folder, folder / LOG) as process:
            server = Server(str(sockets), PORT, NAME, "", postgres_files.version(), True, False)
            _wait_until_ready(process, server, folder)
            yield server


def _ask(folder: Path, name: str) -> str:
    result = subprocess.run(
        [_program(NAME), "-D", str(folder), "-C", name],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        **places.system_account().options,
    )
    if result.returncode:
        raise _refused(result.stderr, folder)
    said: str = result.stdout
    return said.strip()


def _wait_until_ready(process: "Popen[bytes]", server: Server, folder: Path) -> None:
    """Return when clients can connect.

    Raises:
        ConfigurationRefused: it has ended.
    """
    import psycopg

    limit = time.monotonic() + START_LIMIT
    while process.poll() is None and time.monotonic() < limit:
        with suppress(psycopg.OperationalError), server.connect():
            return
        time.sleep(0.01)
    raise _refused((folder / LOG).read_text(encoding="utf-8", errors="replace"), folder)


def _refused(said: str, folder: Path) -> ConfigurationRefused:
    """Return the problem, with PostgreSQL's own words but for times, numbers and our folder."""
    lines = [line.replace(f"{folder}/", "") for line in said.splitlines()]
    marks = ("LOG:  ", "FATAL:  ", "DETAIL:  ", "HINT:  ")
    words = [mark + line.split(mark, 1)[1] for line in lines for mark in marks if mark in line]
    says = "PostgreSQL does not start with this configuration."
    return ConfigurationRefused(says, [" ".join(line.split()) for line in words or lines])


def _write(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")
    places.system_account().own(file)


def _program(name: str) -> str:
    return str(postgres_files.programs() / name)
