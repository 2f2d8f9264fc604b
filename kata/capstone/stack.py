"""The servers of one site: nginx, two gunicorns, PgBouncer, PostgreSQL with a replica, and Valkey.

Each project has all of them for itself. They end with the block that started them, and with the
process, by the guard of ``kata.services``.
"""

import configparser
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kata import owner
from kata.capstone.subject import NAME, Subject, digest, lay
from kata.services import gunicorn, nginx, pgbouncer, places, replica, valkey
from kata.services.base import ENVIRONMENT, ConfigurationRefused, ServiceMissing, ServiceProblem
from kata.services.family import Family
from kata.services.gunicorn import Gunicorn
from kata.services.nginx import Nginx
from kata.services.replica_pair import DATABASE, Pair
from kata.services.unix_http import WebServer

APPLICATION = f"{NAME}.wsgi:application"
GUNICORN, NGINX, PGBOUNCER = (
    f"servers/{name}" for name in ("gunicorn.conf.py", "nginx.conf", "pgbouncer.ini")
)
BACK_ENDS = ("app1.sock", "app2.sock")
MANAGE_LIMIT = 180  # seconds: an index on a busy machine takes its time
SHOWN = 12  # lines of a log
LOST_LIMIT, LOST_PAUSE = 30.0, 0.3  # seconds: for an answer, and until a request seems whole
TRIES = 3  # for a port that somebody takes before nginx does

# The 40 connections of the course's own are too few: a gate counts them, no server refuses them.
SETTINGS = {"max_connections": "100", "shared_buffers": "128MB"}
STATEMENTS = {"shared_preload_libraries": "pg_stat_statements", "pg_stat_statements.track": "all"}

# What the judge decides in a pgbouncer.ini.
OURS = {
    *("unix_socket_dir", "unix_socket_mode", "listen_addr", "listen_port", "auth_type"),
    *("auth_file", "auth_query", "logfile", "pidfile", "user", "server_tls_sslmode"),
}
_LISTEN = re.compile(r"(?m)^([^#\n]*?\blisten\s+)unix:nginx\.sock([^;]*);")


class SiteProblem(ServiceProblem):
    """A site does not run; ``log`` is the end of what it said itself."""

    def __init__(self, says: str, log: list[str]) -> None:
        super().__init__(says)
        self.log = [line for line in log if line.strip()][-SHOWN:]


@dataclass
class Stack:
    """The servers of a site, which run.

    Attributes:
        tree: the project.
        port: where nginx listens on 127.0.0.1.
        bouncer: the version of PgBouncer, empty where none is installed.
    """

    tree: Path
    pair: Pair
    environment: dict[str, str]
    folder: Path
    port: int = 0
    bouncer: str = ""
    _nginx: Nginx | None = None
    _web: ExitStack = field(default_factory=ExitStack)
    _back_ends: dict[str, tuple[ExitStack, Gunicorn]] = field(default_factory=dict)

    @property
    def nginx(self) -> Nginx:
        """The nginx that runs."""
        assert self._nginx
        return self._nginx

    @property
    def address(self) -> str:
        """The socket of nginx."""
        return self.nginx.address

    def families(self) -> list[WebServer]:
        """Return what the memory of the site is: nginx and the gunicorns."""
        return [self.nginx, *(server for _, server in self._back_ends.values())]

    def memory(self) -> int:
        """Return the bytes that nginx and the gunicorns have."""
        import psutil

        found = 0
        for each in self.families():
            with suppress(psutil.Error, OSError):  # a worker has just ended
                found += each.memory()
        return found

    def start_back_end(self, name: str) -> None:
        """Run a gunicorn, and lead nginx to it.

        Raises:
            SiteProblem: it does not run.
        """
        running = ExitStack()
        try:
            server = running.enter_context(
                gunicorn.serving_project(self.tree, GUNICORN, APPLICATION, self.environment)
            )
        except ConfigurationRefused as problem:
            raise SiteProblem(f"{NAME}/ does not start in gunicorn.", problem.log) from None
        self._back_ends[name] = running, server
        self._lead(name, server.address)

    def _lead(self, name: str, address: str) -> None:
        """Lead nginx from the name of a back end to a socket."""
        new = self.folder / f"{name}.new"
        new.symlink_to(address)
        new.rename(self.folder / name)

    def kill_back_end(self, name: str) -> None:
        """End a gunicorn as a crash of its machine would."""
        Family(self._back_ends[name][1].pid).kill()

    @contextmanager
    def dying_back_end(self, name: str) -> Iterator[list[bytes]]:
        """Let a back end do what it is asked for, and seem to die each time before it answers.

        Yields:
            The answers that nobody got.
        """
        lost = list[bytes]()
        path, address = self.folder / f"{name}.dying", self._back_ends[name][1].address
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(path))
            path.chmod(0o666)
            listener.listen()
            self._lead(name, str(path))
            thread = threading.Thread(target=_lose_answers, args=(listener, address, lost))
            thread.start()
            try:
                yield lost
            finally:
                listener.shutdown(socket.SHUT_RDWR)
                thread.join()
                path.unlink()
                self._lead(name, address)

    def replace_back_end(self, name: str) -> None:
        """Run another gunicorn instead of one that was killed."""
        self._back_ends.pop(name)[0].close()
        self.start_back_end(name)

    def start_nginx(self) -> None:
        """Run nginx, or run it anew.

        Raises:
            SiteProblem: it does not run.
        """
        self._web.close()
        text = _read(self.tree, NGINX)
        if not _LISTEN.search(text):
            raise SiteProblem(f"{NGINX} must have the line `listen unix:nginx.sock;`.", [])
        names = {name: str(self.folder / name) for name in BACK_ENDS}
        more = {"files": self.environment["SLOWBOOK_FILES"], "project": str(self.folder / NAME)}
        for number in range(TRIES):
            self.port = _free_port()
            listens = rf"\1unix:nginx.sock\2; listen 127.0.0.1:{self.port}\2;"
            try:
                self._nginx = self._web.enter_context(
                    nginx.serving(_LISTEN.sub(listens, text), {**names, **more})
                )
                return
            except ConfigurationRefused as problem:
                taken = any("Address already in use" in line for line in problem.log)
                if not taken or number == TRIES - 1:
                    raise SiteProblem(f"nginx does not start with {NGINX}.", problem.log) from None

    def close(self) -> None:
        """End nginx and the gunicorns."""
        with ExitStack() as stack:
            for running, _ in self._back_ends.values():
                stack.callback(running.close)
            stack.callback(self._web.close)


@contextmanager
def running(
    tree: Path,
    cluster: Path,
    told: Callable[[str], None] = lambda step: None,
    *,
    statements: bool = False,
) -> Iterator[Stack]:
    """Run all servers of a site for the length of a block.

    Args:
        tree: its project.
        cluster: the database that each site begins with, see ``database``.
        told: is called with what is being done.
        statements: whether PostgreSQL counts the statements that are sent to it.

    Raises:
        SiteProblem: the site does not run, and its own words say why.
        ServiceProblem: a server of the course's own cannot be started.
    """
    with ExitStack() as stack:
        enter = stack.enter_context
        folder = enter(owner.temporary_folder())
        enter(_marked(folder.name))
        told("PostgreSQL and its replica")
        settings = {**SETTINGS, **(STATEMENTS if statements else {})}
        pair = enter(replica.serving(cluster, **settings))
        environment = _environment(pair, folder)
        version = ""
        with suppress(ServiceMissing):
            pgbouncer.up()
            version = pgbouncer.status().version or "installed"
            environment["SLOWBOOK_POOL"] = enter(_pool(tree, pair))
        lay(folder / NAME, tree)
        told("migrations")
        migrate(tree, environment)
        pair.primary.ask("ANALYZE")
        pair.catch_up()
        site = Stack(tree, pair, environment, folder, bouncer=version)
        stack.callback(site.close)
        told("gunicorn and nginx")
        with ThreadPoolExecutor(len(BACK_ENDS)) as pool:
            list(pool.map(site.start_back_end, BACK_ENDS))
        site.start_nginx()
        yield site


def database(subject: Subject) -> Path:
    """Return the cluster that each site begins with: the original's tables, and its data.

    Raises:
        ServiceProblem: it cannot be made.
    """
    name = f"{NAME}_{digest(subject.original, *subject.sources)}"
    found = places.reachable_folder(replica.NAME) / f"cluster_{name}"
    if not found.exists():
        for stale in found.parent.glob(f"cluster_{NAME}_*"):
            shutil.rmtree(stale, ignore_errors=True)
    return replica.cluster(name, lambda url: _fill(subject, url))


def migrate(tree: Path, environment: Mapping[str, str]) -> None:
    """Run the migrations of a project.

    Raises:
        SiteProblem: one of them fails, or they do not end.
    """
    command = ("migrate", "--no-input", "--verbosity", "1")
    manage(tree, environment, *command, fails="fails on a filled database")


def manage(tree: Path, environment: Mapping[str, str], *command: str, fails: str = "fails") -> str:
    """Return what a command of a project's ``manage.py`` prints.

    Raises:
        SiteProblem: it fails, or it does not end.
    """
    says = f"`manage.py {command[0]}` in {NAME}/"
    try:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=tree,
            env={**ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1", **_mark(), **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=MANAGE_LIMIT,
        )
    except subprocess.TimeoutExpired as late:
        said = late.output or b""
        lines = (said if isinstance(said, str) else said.decode("utf-8", "replace")).splitlines()
        raise SiteProblem(f"{says} does not end within {MANAGE_LIMIT} seconds.", lines) from None
    if done.returncode:
        lines = done.stdout.replace(f"{tree}/", "").splitlines()
        raise SiteProblem(f"{says} {fails}.", lines)
    return done.stdout


def _fill(subject: Subject, url: str) -> None:
    """Make the tables and the data of the original."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    with owner.temporary_folder() as folder, _marked(folder.name):
        entry = _entry(parts["host"], parts["port"], parts["user"])
        migrate(subject.original, _of_folder(folder, entry, entry))
    with psycopg.connect(url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        subject.fill(connection)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")


def _environment(pair: Pair, folder: Path) -> dict[str, str]:
    primary, standby = (
        _entry(node.server.host, str(node.server.port), node.server.user)
        for node in (pair.primary, pair.standby)
    )
    return _of_folder(folder, primary, standby)


def _of_folder(folder: Path, primary: str, standby: str) -> dict[str, str]:
    """Return the environment of a site that stores its files in a folder."""
    files = folder / "files"
    files.mkdir()
    return {
        "SLOWBOOK_DATABASE": primary,
        "SLOWBOOK_REPLICA": standby,
        "SLOWBOOK_POOL": primary,
        "SLOWBOOK_VALKEY": valkey.fresh(),
        "SLOWBOOK_FILES": str(files),
        "SLOWBOOK_SECRET": secrets.token_hex(32),
        "HOME": str(folder),
    }


def _lose_answers(listener: socket.socket, address: str, lost: list[bytes]) -> None:
    """Pass requests on until nobody listens any more, and keep the answers."""
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with suppress(OSError), connection, socket.socket(socket.AF_UNIX) as server:
                server.connect(address)
                server.settimeout(LOST_LIMIT)
                connection.settimeout(LOST_PAUSE)
                with suppress(TimeoutError):
                    while request := connection.recv(1 << 16):
                        server.sendall(request)
                if answer := server.recv(1 << 16):
                    lost.append(answer)


def _entry(host: str, port: str, user: str) -> str:
    """Return a database as Django's setting ``DATABASES`` names it."""
    found = {"HOST": host, "PORT": port, "NAME": DATABASE, "USER": user, "PASSWORD": ""}
    return json.dumps(found)


@contextmanager
def _pool(tree: Path, pair: Pair) -> Iterator[str]:
    """Run a PgBouncer in front of the primary; yield how it is reached."""
    settings: dict[str, Any] = {"pool_mode": "transaction"}
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    if (tree / PGBOUNCER).is_file():
        text = _read(tree, PGBOUNCER)
        if "[" not in re.sub(r"(?m)[;#].*$", "", text):
            text = f"[pgbouncer]\n{text}"
        try:
            parser.read_string(text)
        except configparser.Error as error:
            raise SiteProblem(
                f"{PGBOUNCER} cannot be read: {' '.join(str(error).split())}", []
            ) from None
    if parser.has_section("pgbouncer"):
        found = parser.items("pgbouncer")
        settings |= {name: value for name, value in found if name not in OURS}
    url = pair.primary.server.url(DATABASE)
    configure = pgbouncer.configuration({DATABASE: url}, **settings)
    with ExitStack() as stack:
        try:
            bouncer = stack.enter_context(pgbouncer.serving(configure))
        except ConfigurationRefused as problem:
            raise SiteProblem(f"PgBouncer does not start with {PGBOUNCER}.", problem.log) from None
        yield _entry(bouncer.host, str(pgbouncer.PORT), pair.primary.server.user)


@contextmanager
def _marked(name: str) -> Iterator[None]:
    """Mark what a site starts; end what has left its family at the end of the block."""
    before = os.environ.get(owner.MARK)
    os.environ[owner.MARK] = name
    try:
        yield
    finally:
        owner.end_strays(name)
        if before is None:
            os.environ.pop(owner.MARK, None)
        else:
            os.environ[owner.MARK] = before


def _mark() -> dict[str, str]:
    return {owner.MARK: os.environ[owner.MARK]} if owner.MARK in os.environ else {}


def _read(tree: Path, name: str) -> str:
    """Return a file of a project.

    Raises:
        SiteProblem: it cannot be read.
    """
    try:
        return (tree / name).read_text(encoding="utf-8")
    except (OSError, ValueError):
        raise SiteProblem(f"{NAME}/{name} cannot be read: is it there, in UTF-8?", []) from None


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
