"""How a PostgreSQL is reached, and whether one of the learner's own can be used."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kata.services.base import ServiceProblem

if TYPE_CHECKING:
    from psycopg import Connection

PORT = 5432  # of the course's own, only a part of the socket's name: no TCP port is opened
OLDEST = 150000  # PostgreSQL 15: Django 6.1 needs it, and so does CREATE DATABASE ... STRATEGY
ENABLE_STATEMENTS = (
    "Put pg_stat_statements into shared_preload_libraries of your server, restart it, run CREATE "
    "EXTENSION pg_stat_statements in its database postgres, and GRANT pg_read_all_stats to your "
    "role."
)


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that runs, and how to reach it.

    Attributes:
        host: the folder of its socket, or a host name.
        port: TCP port, or the number in the socket's name.
        user: the role to connect as.
        password: of that role; empty when none is needed.
        version: of the server, such as ``18.6``.
        embedded: whether it is the course's own.
        has_statements: whether ``pg_stat_statements`` can be read.
        options: what else the learner's own URL said, such as ``sslmode``.
    """

    host: str
    port: int
    user: str
    password: str
    version: str
    embedded: bool
    has_statements: bool
    options: tuple[tuple[str, str], ...] = ()

    def url(self, database: str) -> str:
        """Return the URL of a database, for libpq and for ``arena.settings.database`` alike."""
        who = quote(self.user, safe="") + (self.password and ":" + quote(self.password, safe=""))
        # libpq's GSS negotiation crashes after a fork on macOS.
        query = {"host": self.host, "port": str(self.port), "gssencmode": "disable"}
        query.update(self.options)
        pairs = "&".join(f"{key}={quote(value, safe='')}" for key, value in query.items())
        return f"postgresql://{who}@/{quote(database, safe='')}?{pairs}"

    def connect(self, database: str = "postgres", autocommit: bool = True) -> "Connection[Any]":
        """Return a new psycopg connection to a database.

        Raises:
            psycopg.OperationalError: there is no such database, or the server is gone.
        """
        import psycopg

        # A server in SQL_ASCII would be answered in bytes.
        return psycopg.connect(self.url(database), autocommit=autocommit, client_encoding="utf8")


def reach(url: str) -> Server:
    """Return the learner's own server.

    Raises:
        ServiceProblem: it cannot be reached, is too old, or does not let us make databases.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise ServiceProblem(
            "This needs PostgreSQL and KATA_DATABASE_URL names something else: "
            "unset KATA_DATABASE_URL to use the course's own server."
        )
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
        parts.pop("dbname", None)
        server = Server(
            parts.pop("host", ""),
            int(parts.pop("port", PORT)),
            parts.pop("user", ""),
            parts.pop("password", ""),
            version="",
            embedded=False,
            has_statements=False,
            options=tuple({"connect_timeout": "5", **parts}.items()),
        )
        with server.connect() as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'),"
                " current_setting('server_version_num')::int, rolcreatedb OR rolsuper"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            has_statements = _has_statements(connection)
    except (psycopg.Error, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ServiceProblem(
            "The PostgreSQL that KATA_DATABASE_URL names cannot be reached: start it, or unset "
            f"KATA_DATABASE_URL to use the course's own ({reason})."
        ) from None
    version, number, may_create = row or ("", 0, False)
    if number < OLDEST:
        raise ServiceProblem(
            f"KATA_DATABASE_URL names PostgreSQL {version}, and the course needs 15 or newer: name "
            "a newer one, or unset KATA_DATABASE_URL to use the course's own."
        )
    if not may_create:
        raise ServiceProblem(
            "The role in KATA_DATABASE_URL may not make databases: run ALTER ROLE ... CREATEDB, or "
            "unset KATA_DATABASE_URL to use the course's own server."
        )
    return replace(server, version=version.split()[0], has_statements=has_statements)


def _has_statements(connection: "Connection[Any]") -> bool:
    """Return whether ``pg_stat_statements`` can be read, switched on where we may.

    All of it: an answer can change its role, and would hide what it sends then.
    """
    import psycopg

    with suppress(psycopg.Error):
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    with suppress(psycopg.Error):
        row = connection.execute(
            "SELECT pg_has_role('pg_read_all_stats', 'usage'), count(*) FROM pg_stat_statements"
        ).fetchone()
        return bool(row and row[0])
    return False
