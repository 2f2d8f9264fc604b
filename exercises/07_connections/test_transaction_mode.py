"""What checks transaction_mode.py, behind a PgBouncer with four connections to PostgreSQL."""

from contextlib import contextmanager

from django.db import DataError, Error, OperationalError, connection, connections
from django.db.models import Func, TextField, Value

from arena.accounts.models import User
from arena.worlds import World
from kata.answers import again
from kata.backend import using
from kata.checks import expect, same
from kata.checks.concurrency import thread_of_check
from kata.services import pgbouncer, postgres
from kata.verdict import fail, ledger

SERVERS = 4
MANY, CHUNK = 1200, 500
SHORT, LONG, LOCKED = 100, 5000, 2000  # milliseconds
PATIENCE = 10


def test_answer(world, answer):
    """Each is right in session mode, where clients have connections of their own."""
    with behind("session"):
        for people in (0, 1, MANY):
            fill(people)
            names, written = list(people_by_key()), []
            answer.export(written.append)
            same(written, names, call="export()", given=f"with {people} people")
        deletes_meanwhile(answer)
        limits(answer)
        excludes(answer)
        raises(answer)


def test_export(world, answer):
    """The export, where each statement may go elsewhere."""
    fill(MANY)
    names, written = list(people_by_key()), []
    with behind("transaction"):
        try:
            answer.export(written.append)
        except Error as error:
            raise fail(
                f"export() has written {len(written)} of {MANY} names and ends with an error: "
                f"{first_line(error)}.",
                "a statement needs nothing of an earlier one, or is in the same transaction.",
            ) from None
    same(written, names, call="export()", given="in transaction mode")


def test_memory(world, answer):
    """A few rows at a time."""
    fill(MANY)
    with largest_result() as seen, behind("transaction"):
        answer.export(lambda name: None)
    [rows] = seen
    ledger.spent(rows=rows)
    expect(
        rows <= CHUNK, f"export() fetches {rows:,} rows with one statement.", f"at most {CHUNK}."
    )


def test_limit(world, answer):
    """The limit holds for the query."""
    with behind("transaction"):
        limits(answer)


def test_limit_stays(world, answer):
    """The limit holds for nobody else."""
    with behind("transaction") as (bouncer, servers):
        usual = settings_of(bouncer, servers)
        limits(answer)
        left = [value for value in settings_of(bouncer, servers) if value not in usual]
        expect(
            not left,
            f"limited() has left statement_timeout at {', '.join(left)} in {len(left)} of "
            f"{SERVERS} connections. Whoever is lent one of them next has that limit.",
            "as it was found.",
        )


def test_lock(world, answer):
    """Nobody else runs the job meanwhile, on any connection."""
    with behind("transaction") as (bouncer, servers):
        asked, ran, other = [], [], again(answer)

        def job():
            for server in servers:
                with only(bouncer, server) as is_free:
                    if is_free:
                        asked.append(server)
                        apart(lambda: other.once(lambda: ran.append(1)))

        answer.once(job)
        expect(
            asked and not ran,
            f"While the job ran, {len(asked)} others called once(), each by another connection to "
            f"PostgreSQL, and {len(ran)} of them ran it as well: a session lock belongs to a "
            "connection, and that one was lent to somebody else.",
            "none of them.",
        )


def test_lock_stays(world, answer):
    """After the job, the lock is free on every connection."""
    with behind("transaction") as (bouncer, servers):
        other = again(answer)
        for statements in range(SERVERS):

            def job(statements=statements):
                for _ in range(statements):
                    User.objects.exists()

            expect(answer.once(job), "once() does not run the job, although nobody else does.")
            refused = []
            for server in servers:
                with only(bouncer, server):
                    if not apart(lambda: other.once(lambda: None)):
                        refused.append(server)
            expect(
                not refused,
                f"After a job of {statements} queries, once() is refused on {len(refused)} of "
                f"{SERVERS} connections: the lock is held, and nobody runs the job.",
                "it is free when once() has returned.",
            )
        raises(answer)


# What holds in every mode.


def deletes_meanwhile(answer):
    """Somebody who has been written goes; all others are still written."""
    fill(MANY)
    names, written = list(people_by_key()), []
    gone = names[:10]

    def write(name):
        written.append(name)
        if len(written) == 20:
            apart(lambda: User.objects.filter(username__in=gone).delete())

    answer.export(write)
    same(written, names, call="export()", given="while 10 who are written already are deleted")


def limits(answer):
    """What is quick comes back, what is slow is ended."""
    fill(3)
    same(
        answer.limited(people_by_key(), LONG),
        list(people_by_key()),
        call="limited()",
        given="with a quick query",
    )
    pause = Func(Value(1.0), function="pg_sleep", output_field=TextField())
    try:
        answer.limited(User.objects.order_by("pk").annotate(pause=pause)[:1], SHORT)
    except OperationalError:
        same(answer.limited(people_by_key(), LONG), list(people_by_key()), call="limited()")
        return
    raise fail(
        f"limited() has waited a second for a query that may take {SHORT} milliseconds.",
        "OperationalError after that time.",
    )


def excludes(answer):
    """One runs, another is told so at once."""
    said, ran, other = [], [], again(answer)  # another process of the site
    try:
        first = answer.once(lambda: said.append(apart(lambda: other.once(lambda: ran.append(1)))))
    except OperationalError as error:  # after lock_timeout
        raise fail(
            "While a job runs, another call of once() waits for its end.",
            "it says False at once.",
            details=[first_line(error)],
        ) from None
    same([first, *said], [True, False], call="once()", given="and once() while it runs")
    expect(not ran, "once() ran a job while another one ran.")
    expect(answer.once(lambda: ran.append(2)) and ran == [2], "once() does not run a second job.")


def raises(answer):
    """An error of the job reaches its caller, and the lock is free."""
    for job, error in ((lambda: 1 / 0, ZeroDivisionError), (divide_by_zero, DataError)):
        try:
            answer.once(job)
        except error:
            free = apart(lambda: again(answer).once(lambda: None))
            expect(free, f"After a job has raised {error.__name__}, once() is refused.")
        except Exception as other:
            raise fail(
                f"The job raised {error.__name__}, and once() raises {type(other).__name__}.",
                "what the job raised.",
                details=[first_line(other)],
            ) from None
        else:
            raise fail(f"The job raised {error.__name__}, and once() does not.")


def divide_by_zero():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


# Helpers.


@contextmanager
def behind(mode):
    """Django's connection through a PgBouncer whose connections take turns; yield it, and them."""
    name = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:  # so that whoever waits for a lock does not wait for ever
        cursor.execute(f'ALTER DATABASE "{name}" SET lock_timeout = {LOCKED}')
    write = pgbouncer.configuration(
        {"arena": postgres.up().url(name)},
        pool_mode=mode,
        default_pool_size=SERVERS,
        server_round_robin=1,
    )
    with pgbouncer.serving(write) as bouncer:
        with held(bouncer, SERVERS) as clients:
            servers = list(clients)
        with using(bouncer.url("arena")):
            yield bouncer, servers


@contextmanager
def held(bouncer, number):
    """Clients that hold a connection each, in a transaction, by the process at its other end."""
    clients = {}
    opened = []
    try:
        for _ in range(number):
            opened.append(bouncer.connect("arena"))
            opened[-1].execute("BEGIN")
            [server] = opened[-1].execute("SELECT pg_backend_pid()").fetchone()
            clients[server] = opened[-1]
        yield clients
    finally:
        for client in opened:
            client.execute("ROLLBACK")
            client.close()


@contextmanager
def only(bouncer, server):
    """Have every connection but one in use; yield whether that one is free."""
    [idle] = [row["sv_idle"] for row in bouncer.show("POOLS") if row["database"] == "arena"]
    with held(bouncer, idle) as clients:
        if client := clients.get(server):
            client.execute("ROLLBACK")
        yield client is not None


def settings_of(bouncer, servers):
    """The statement_timeout that each connection has."""
    with held(bouncer, len(servers)) as clients:
        shown = [client.execute("SHOW statement_timeout") for client in clients.values()]
        return [cursor.fetchone()[0] for cursor in shown]


@contextmanager
def largest_result():
    """Collect the most rows that a statement has returned at a time, as PostgreSQL tells it."""
    server, database = postgres.up(), connection.settings_dict["NAME"]
    if not server.has_statements:
        yield [0]
        return
    seen = []
    with server.connect() as direct:
        of_check = "(SELECT oid FROM pg_database WHERE datname = %s)"
        direct.execute(f"SELECT pg_stat_statements_reset(0, {of_check}, 0)", [database])
        yield seen
        row = direct.execute(
            f"SELECT max(rows / calls) FROM pg_stat_statements WHERE dbid = {of_check} "
            "AND query NOT ILIKE 'COPY%%'",
            [database],
        ).fetchone()
        seen.append(row[0])


def apart(call):
    """What another client of PgBouncer gets: a thread with a connection of its own."""
    results, errors = [], []

    def run():
        try:
            results.append(call())
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    thread = thread_of_check(run)
    thread.start()
    thread.join(PATIENCE)
    if errors:
        raise errors[0]
    expect(results, f"Another client waits for more than {PATIENCE} seconds.")
    return results[0]


def fill(people):
    World(1).clear()
    User.objects.bulk_create(User(username=f"person{number:05}") for number in range(people))


def people_by_key():
    return User.objects.order_by("pk").values_list("username", flat=True)


def first_line(error):
    return str(error).splitlines()[0]
