"""What checks pgbouncer_ini.py, by a PgBouncer that runs with it."""

import selectors
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus

from kata.checks import expect, fail, ledger, same
from kata.services import pgbouncer

CLIENTS, SERVERS = 200, 20
HOUR, WAIT = 3600, 10  # seconds
MEMORY, MORE = "7777kB", "connect_query='SET work_mem TO 7777'"
SILENCE = 1  # seconds in which nobody at all is answered
GOOD = {ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK}


def test_answer(world, answer):
    """A client is answered, and a transaction has one connection.

    Tries: socket, door, transaction.
    """
    [person] = world.people(1)
    answer.pgbouncer_ini("host=/other dbname=other", "/other/folder")  # another site has its own
    with running(answer, MORE) as bouncer, connected(bouncer, 2) as (one, other):
        limits = settings(bouncer)
        expect(
            limits["auth_type"] == "any",
            f"auth_type is {limits['auth_type']}.",
            "any: Arena's clients have no passwords.",
        )
        expect(
            not limits["listen_addr"],
            f"PgBouncer listens at {limits['listen_addr']} too, where auth_type any lets everybody "
            "in.",
            "the socket in `folder`, and no network address.",
        )
        for client in (one, other):
            got = run(client, f"SELECT username FROM accounts_user WHERE id = {person.pk}")
            same(got, [(person.username,)], call="A client")
            got = run(client, "SHOW work_mem")
            same(got, [(MEMORY,)], call="SHOW work_mem", given=f"after {MORE} in `database`")
        run(one, "BEGIN")
        run(one, f"UPDATE accounts_user SET username = 'other' WHERE id = {person.pk}")
        run(other, "SELECT 1")
        [[pid]] = run(one, "SELECT pg_backend_pid()")
        run(other, "SELECT 1")
        same(run(one, "SELECT pg_backend_pid()"), [(pid,)], call="A transaction's connection")
        run(one, "ROLLBACK")
        got = run(one, f"SELECT username FROM accounts_user WHERE id = {person.pk}")
        same(got, [(person.username,)], call="A client", given="after ROLLBACK")
        for name in ("idle_transaction_timeout", "query_timeout", "transaction_timeout"):
            lasts(limits, name, HOUR, "a transaction or a query", "to its end, without a limit.")


def test_servers(answer):
    """At most 20 connections to PostgreSQL.

    Tries: servers.
    """
    with running(answer) as bouncer:
        refuse_too_many(bouncer)


def test_clients(answer):
    """Two hundred clients connect, and stay.

    Tries: clients.
    """
    with running(answer) as bouncer:
        limits = settings(bouncer)
        with connected(bouncer, CLIENTS) as clients:
            same([len(clients)], [CLIENTS], call="The number of clients")
        idle = "the connection of an idle client"
        lasts(limits, "client_idle_timeout", HOUR + 1, idle, "it stays for an hour.")


def test_answered(answer):
    """All are answered, and all stay.

    Tries: answered, clients.
    """
    with running(answer) as bouncer:
        refuse_too_many(bouncer)
        limits = settings(bouncer)
        with connected(bouncer, CLIENTS) as clients:
            for _ in range(2):
                served = asked(bouncer, clients, "SELECT pg_backend_pid()", CLIENTS)
                expect(
                    len(served) == CLIENTS,
                    f"{len(served)} of {CLIENTS} clients were answered. The others wait for one of "
                    "them to leave, and nobody leaves.",
                    "all are answered, although all stay connected.",
                    pools(bouncer),
                )
        allowed = f"more than {WAIT} s, or 0 for no limit."
        waits = "the connection of a client that waits"
        lasts(limits, "query_wait_timeout", WAIT + 1, waits, allowed)


def test_at_once(answer):
    """Twenty transactions at the same time.

    Tries: busy, servers.
    """
    with running(answer) as bouncer:
        refuse_too_many(bouncer)
        ready = opened(bouncer, at_once=True)
        allowed = f"{SERVERS} at the same time, none of which has waited for that."
        expect(ready >= SERVERS, f"PgBouncer opens {ready} connections without a wait.", allowed)
        with connected(bouncer, 2 * SERVERS) as clients:
            held = asked(bouncer, clients, "BEGIN; SELECT pg_backend_pid()", SERVERS)
            expect(
                len(set(held)) >= SERVERS,
                f"{len(set(held))} transactions run at the same time, and the others wait for "
                "them.",
                allowed,
                pools(bouncer),
            )
            servers = len(bouncer.show("SERVERS"))
            ledger.spent(connections=servers)
            refuse(servers, "PgBouncer has opened {} connections to PostgreSQL.")


@contextmanager
def running(answer, more=""):
    """A PgBouncer with the answer's configuration in front of the database of this check."""
    described = f"{pgbouncer.described(url_of_the_check())} {more}".strip()

    def configure(folder):
        text = answer.pgbouncer_ini(described, str(folder))
        expect(isinstance(text, str), f"pgbouncer_ini() returns {text!r}.", "a text.")
        return text

    try:
        with pgbouncer.serving(configure) as bouncer:
            yield bouncer
    except pgbouncer.ConfigurationRefused as refused:
        allowed = "it starts, with a socket in `folder` and port 6432."
        raise fail(str(refused), allowed, details=refused.log) from None


def url_of_the_check():
    """The URL of the database that Django is connected to."""
    from kata.services import postgres

    return postgres.up().url(connection.settings_dict["NAME"])


def settings(bouncer):
    """PgBouncer's settings, as it says itself."""
    try:
        return {row["key"]: row["value"] or "" for row in bouncer.show("CONFIG")}
    except psycopg.Error as error:
        says = "The check cannot ask PgBouncer for its settings."
        raise fail(says, "auth_type = any, as it was.", details=said(str(error))) from None


def lasts(limits, name, seconds, who, allowed):
    """Fail if PgBouncer ends something too early; 0 is never."""
    value = float(limits.get(name) or 0)
    says = f"{name} is {value:g} s, after which PgBouncer ends {who}."
    expect(not 0 < value < seconds, says, allowed)


@contextmanager
def connected(bouncer, number):
    """So many clients that stay connected."""
    clients = []
    try:
        for count in range(number):
            try:
                clients.append(bouncer.connect("arena", ("web", "celery")[count % 2]))
            except psycopg.OperationalError as error:
                raise fail(
                    f"Client {count + 1} of {number} is turned away.",
                    f"all {number} are let in, and stay.",
                    details=said(str(error)),
                ) from None
        yield clients
    finally:
        for client in clients:
            client.close()


def run(client, sql):
    """The rows that a client gets."""
    try:
        cursor = client.execute(sql)
    except psycopg.Error as error:
        raise fail(f"A client sends {sql}, and gets an error.", details=said(str(error))) from None
    return cursor.fetchall() if cursor.description else []


def asked(bouncer, clients, sql, enough):
    """Answers to clients that all ask at the same time, until enough are there, or no more come."""
    answers = []
    with selectors.DefaultSelector() as waiting:
        for client in clients:
            client.pgconn.send_query(sql.encode())
            waiting.register(client.pgconn.socket, selectors.EVENT_READ, client.pgconn)
        while len(answers) < enough:
            ready = waiting.select(SILENCE)
            if not ready and nothing_moves(bouncer):
                break
            for key, _ in ready:
                key.data.consume_input()
                if not key.data.is_busy():
                    answers.append(last_result(key.data))
                    waiting.unregister(key.fd)
    return answers


def nothing_moves(bouncer):
    """Whether clients wait although PostgreSQL has nothing to do: no load looks like that."""
    rows = [row for row in bouncer.show("POOLS") if row["database"] == "arena"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND state = 'active' AND pid <> pg_backend_pid()"
        )
        [active] = cursor.fetchone()
    return not active and any(row["cl_waiting"] and not row["sv_login"] for row in rows)


def last_result(pgconn):
    """The number in the last result of what a client has sent."""
    value = None
    while result := pgconn.get_result():
        if result.status not in GOOD:
            raise fail(
                "A client gets an error.",
                details=said(result.error_message.decode(errors="replace")),
            )
        value = result.get_value(0, 0) if result.ntuples else value
    return int(value)


def refuse_too_many(bouncer):
    """Fail if PgBouncer may open more connections than are allowed; ask it, without a rush.

    A rush would take them from other clients of this PostgreSQL.
    """
    refuse(opened(bouncer), "PgBouncer may open {} connections to PostgreSQL.")


def opened(bouncer, *, at_once=False):
    """How many connections PgBouncer may open, as it says itself; or those without a wait."""
    try:
        with bouncer.connect("arena"):
            limits = settings(bouncer)
            rows = [row for row in bouncer.show("DATABASES") if row["name"] != pgbouncer.CONSOLE]
    except psycopg.Error as error:
        says = "The check cannot ask PgBouncer for its settings."
        raise fail(says, "auth_type = any, as it was.", details=said(str(error))) from None
    total = 0
    for row in rows:
        size = int(row["pool_size"] or limits["default_pool_size"])
        reserve = row.get("reserve_pool", row.get("reserve_pool_size"))
        if not at_once:
            size += int(limits["reserve_pool_size"] if reserve is None else reserve)
        of_database = int(row["max_connections"] or limits["max_db_connections"])
        most = size, of_database, int(limits["max_user_connections"])
        total += min(number for number in most if number)
    return total


def refuse(number, says):
    expect(number <= SERVERS, says.format(number), f"{SERVERS}, at the worst moment too.")


def pools(bouncer):
    """PgBouncer's own account of it."""
    return [
        f"{name}: {row[name]}"
        for row in bouncer.show("POOLS")
        if row["database"] == "arena"
        for name in ("cl_active", "cl_waiting", "sv_active", "sv_idle", "pool_mode")
    ]


def said(error):
    """What a server said, without libpq's own words about the socket."""
    return [line.rpartition("failed: ")[2].strip() for line in error.splitlines() if line.strip()]
