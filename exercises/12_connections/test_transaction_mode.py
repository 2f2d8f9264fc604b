"""What checks transaction_mode.py, behind a PgBouncer with four connections to PostgreSQL."""

import random
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from urllib.parse import urlencode

import psycopg
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, OperationalError, connection, connections, transaction
from django.db.models import BigIntegerField, DateTimeField, Func, Value

from arena.accounts.models import User
from arena.worlds import World
from kata.checks import (
    Meter,
    Reader,
    again,
    expect,
    fail,
    in_between,
    ledger,
    moves_data,
    plural,
    same,
    short,
    thread_of_check,
    waiting,
)
from kata.databases.backend import using
from kata.services import pgbouncer, postgres
from kata.services.relay import Relay

SERVERS = 4
MANY, CHUNK = 1200, 500
ROW = 400  # bytes of a row with all columns of a person, or less
SHORT, LONG, LOCKED = 200, 5000, 1000  # milliseconds
SLOW = 0.6  # seconds
ROWS, PAUSED = 12_000, 1_000  # rows of one query, and after how many of them it pauses
PAUSE, ALL_PAUSES = 0.09, 600  # seconds; milliseconds that are less than all pauses, not than some
PATIENCE = 10
STATEMENTS = 20  # of once(), before its job
WHOLE_PAGES = {1, 2}  # after which statements the next 500 people are deleted, and not one
SHOWN = 16
AT_ONCE, TRIES = 0.2, 4  # seconds without those in the run queue; how often it is tried
ODD = ["'", '"', "%", "%s", "\\", "\t", "\n", "é", "名", "\\N", ",", "{", "}", " "]
TAKEN_FOR_BUSY = {  # what an answer may itself get from PostgreSQL, when another one has the lock
    "55P03": "canceling statement due to lock timeout",
    "57014": "canceling statement due to statement timeout",
    "40P01": "deadlock detected",
    "40001": "could not serialize access due to concurrent update",
    "23505": "duplicate key value violates unique constraint",
}
REAL = {}  # the name of the check's database, which behind PgBouncer is "arena"
LEFT = r"""
    SELECT name || ' = ' || setting FROM pg_settings
    WHERE source = 'session' AND name NOT LIKE 'transaction\_%'  -- these end with a transaction
    UNION ALL SELECT 'an advisory lock' FROM pg_locks
    WHERE locktype = 'advisory' AND pid = pg_backend_pid()
    UNION ALL SELECT 'the cursor ' || name FROM pg_cursors WHERE is_holdable
    ORDER BY 1
"""


def test_answer(world, answer):
    """Each is right in session mode, where clients have connections of their own.

    Tries: export, limited, once, error.
    """
    with behind("session"):
        limits(answer, thorough=True)
        limits_all_of_it(answer)
        excludes(answer)
        two_at_once(answer)
        raises(answer)
        raises_what_a_lock_raises(answer)
        for people in (0, 1, CHUNK, MANY + CHUNK):
            fill(people)
            exports(answer, f"with {plural(people, 'person', 'people')}", again_too=people == 1)
        deletes_meanwhile(answer)
    deletes_between(answer)  # without PgBouncer, which hides what a client waits for


def test_export(world, answer):
    """The export, where each statement may go to another connection.

    Tries: export.
    """
    fill(MANY)
    with behind("transaction"):
        exports(answer, "in transaction mode")
        deletes_meanwhile(answer)


def test_memory(world, answer):
    """At most 500 rows with one statement.

    Tries: fetched.
    """
    fill(MANY)
    names, written, reader = people_by_key(), [], Reader()
    with behind("transaction", reader):
        answer.export(written.append)
    same(written, list(names), call="export()")
    largest = max(map(people_in, reader.statements), default=0)
    ledger.spent(rows=largest)
    allowed = f"at most {CHUNK}, unless COPY streams them."
    expect(largest <= CHUNK, f"export() fetches {largest:,} people with one statement.", allowed)
    bytes_ = max((len(one.content) for one in reader.statements), default=0)
    expect(
        bytes_ <= CHUNK * ROW,
        f"export() fetches {bytes_ / 1024:,.0f} KiB with one statement.",
        f"{CHUNK} people; with all of their columns these are {CHUNK * ROW / 1024:,.0f} KiB.",
    )


def test_limit(world, answer):
    """The limit holds for the query.

    Tries: limited.
    """
    with behind("transaction"):
        limits(answer)


def test_lock(world, answer):
    """Nobody else runs a job at the same time, on any connection.

    Tries: once.
    """
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
            f"PostgreSQL, and {len(ran)} of them ran their job: a session lock belongs to a "
            "connection, and PgBouncer had lent that connection to them.",
            "none of them.",
        )


def test_lock_stays(world, answer):
    """After the job, the lock is free on every connection.

    Tries: session, error.
    """
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
                f"After a job of {plural(statements, 'query', 'queries')}, once() is refused on "
                f"{len(refused)} of {SERVERS} connections: they still hold the lock, and nobody "
                "runs a job.",
                "it is free when once() has returned.",
            )
        raises(answer)
        frees_in_a_transaction(answer)


def test_limit_stays(world, answer):
    """Nothing stays in the connections.

    Tries: session.
    """
    with behind("transaction") as (bouncer, servers):
        usual = left_in(bouncer, servers)
        for name, call in (
            ("limited()", lambda: limits(answer)),
            ("export()", lambda: (fill(20), exports(answer, "with 20 people"))),
            ("once()", lambda: answer.once(lambda: None)),
            ("once() with a job that fails", lambda: raises(answer, check_lock=False)),
        ):
            call()
            now = left_in(bouncer, servers)
            found = {server: sorted({*now[server]} - {*usual[server]}) for server in servers}
            kept = [what for each in found.values() for what in each]
            expect(
                not kept,
                f"{name} has left something in {sum(map(bool, found.values()))} of {SERVERS} "
                f"connections: {', '.join(sorted(set(kept)))}. The next client of that connection "
                "has it.",
                "each connection as it was found.",
            )


def test_caller(world, answer):
    """A transaction around limited() keeps its own limit.

    Tries: caller.
    """
    with behind("transaction"):
        leaves_callers_limit(answer)


# What holds in every mode.


def exports(answer, given, *, again_too=False):
    """All names are written, in the order of the primary key."""
    written = []
    try:
        answer.export(written.append)
    except Error as error:
        raise fail(
            f"export() {given} has written {len(written)} of {User.objects.count()} names and "
            f"ends with an error: {first_line(error)}.",
            "a statement needs nothing of an earlier one, or is in the same transaction.",
        ) from None
    names = list(people_by_key())
    same(written, names, call="export()", given=given)
    if again_too:
        answer.export(written.append)
        same(written, names * 2, call="export()", given=f"{given}, called twice")


def deletes_meanwhile(answer):
    """Some of many are deleted, written or not; all others are still written once."""
    names, written = list(people_by_key()), []
    gone = {*names[:10], *names[700:710]}

    def write(name):
        written.append(name)
        if len(written) == 20:
            apart(lambda: User.objects.filter(username__in=gone).delete())

    answer.export(write)
    given = "while 20 people are deleted, of whom 10 are written already"
    stay, strange = [name for name in names if name not in gone], {*written} - {*names}
    same([name for name in written if name not in gone], stay, call="export()", given=given)
    expect(not strange, f"export() {given}: it writes {len(strange)} names of nobody.")
    twice = {name for name in gone if written.count(name) > 1}
    expect(not twice, f"export() {given}: it writes {len(twice)} of them twice.")


def deletes_between(answer):
    """Between its statements people are deleted, even all of a page; all others are written."""
    names, written, gone = list(people_by_key()), [], set()

    def delete(statement):
        known = gone.union(written)
        to_come = [name for name in names if name not in known]
        now = to_come[: CHUNK if statement in WHOLE_PAGES else 1]
        gone.update(now)
        User.objects.filter(username__in=now)._raw_delete("default")

    meeting = in_between(lambda: answer.export(written.append), delete)
    export, others = meeting.outcomes
    if others.error:
        raise others.error
    given = "while others delete people between its statements"
    story = [line for line in meeting.story if not line.endswith("the next one")][:SHOWN]
    if isinstance(export.error, Error | LookupError | ObjectDoesNotExist):
        raise fail(
            f"export() {given} ends with an error: {first_line(export.error)}",
            "all people who are not deleted are written.",
            details=story,
        )
    if export.error:
        raise export.error
    stay = [name for name in names if name not in gone]
    missing = len({*stay} - {*written})
    expect(
        not missing,
        f"export() {given}: it leaves out {missing:,} of the {len(stay):,} people "
        "whom nobody deletes.",
        "none: a page with fewer people than expected, or without people, need not be the last.",
        details=story,
    )
    same([name for name in written if name not in gone], stay, call="export()", given=given)


def limits(answer, *, thorough=False):
    """What is quick comes back, what is slow is ended by the database."""
    fill(3)
    returns(answer, people_by_key(), LONG, list(people_by_key()), "with a quick query")
    with slow_query() as (slow, has_ended):
        try:
            got = answer.limited(slow, SHORT)
        except OperationalError:
            expect(
                not has_ended(),
                f"limited() lets a query of {SLOW:g} s run to its end, and raises afterwards.",
                f"PostgreSQL ends the query after {SHORT} milliseconds.",
            )
        else:
            is_list(got, "with a slow query")
            raise fail(
                f"limited() has waited {SLOW:g} s for a query that may take {SHORT} milliseconds."
                if has_ended()
                else f"limited() returned {got!r} for a query that PostgreSQL has ended.",
                "OperationalError after that time.",
            )
        if thorough:
            with slow_query() as (again_slow, _):
                returns(answer, again_slow, LONG, None, f"with a query of {SLOW:g} s")
    fill(5)
    returns(answer, people_by_key(), LONG, list(people_by_key()), "when there are other people")


def limits_all_of_it(answer):
    """The limit is for the query, not for each part of its rows."""
    with directly() as direct:
        direct.execute(
            "CREATE OR REPLACE FUNCTION kata_row(number bigint, seconds float) "
            "RETURNS timestamptz VOLATILE LANGUAGE plpgsql AS $$ BEGIN "
            f"IF number % {PAUSED} = 0 THEN PERFORM pg_sleep(seconds); END IF; "
            "RETURN statement_timestamp(); END $$"
        )
    statements = len({*answer.limited(rows_with_pauses(0), LONG)})
    if statements == 1:  # PostgreSQL has one limit for it
        return
    seconds = PAUSE * ROWS / PAUSED
    try:
        answer.limited(rows_with_pauses(PAUSE), ALL_PAUSES)
    except OperationalError:  # the parts share the limit
        return
    raise fail(
        f"limited() fetches {ROWS:,} rows of a query with {statements} statements, and the limit "
        f"is for each of them: PostgreSQL works {seconds:.1f} s for a query that may take "
        f"{ALL_PAUSES} milliseconds.",
        f"OperationalError after {ALL_PAUSES} milliseconds.",
    )


def rows_with_pauses(seconds):
    """A query for many rows, each with the time at which the statement that fetched it began."""
    numbers = Series(Value(1), Value(ROWS))
    each = Func(numbers, Value(seconds), function="kata_row", output_field=DateTimeField())
    return User.objects.filter(pk=1).values_list(each)


class Series(Func):
    function = "generate_series"
    output_field = BigIntegerField()
    set_returning = True


def leaves_callers_limit(answer):
    """In a transaction of the caller's, the rest of it has the limit that it had before."""
    fill(3)
    for before in ("7s", None):
        with transaction.atomic():
            if before:
                set_limit(before)
            usual = limit()
            returns(answer, people_by_key(), SHORT, list(people_by_key()), "in a transaction")
            expect(
                limit() == usual,
                f"After limited(..., {SHORT}) in a caller's transaction, statement_timeout is "
                f"{limit()} for the rest of it.",
                f"{usual}, as before.",
            )


def returns(answer, queryset, milliseconds, expected, given):
    """limited() returns a list of these rows."""
    try:
        got = answer.limited(queryset, milliseconds)
    except OperationalError as error:
        raise fail(
            f"limited() {given} ends with an error: {first_line(error)}.",
            f"the result, as the query takes less than {milliseconds} milliseconds.",
        ) from None
    is_list(got, given)
    if expected is not None:
        same(got, expected, call="limited()", given=given)


def is_list(got, given):
    kind = type(got).__name__
    expect(isinstance(got, list), f"limited() {given} returned a {kind}.", "a list.")


@contextmanager
def slow_query():
    """A query that takes a while, and what tells whether PostgreSQL has run it to its end."""
    with directly() as direct:
        direct.execute("CREATE SEQUENCE IF NOT EXISTS kata_ends")
        direct.execute(
            "CREATE OR REPLACE FUNCTION kata_slow(seconds float) RETURNS bigint VOLATILE "
            "LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(seconds); "
            "RETURN nextval('kata_ends'); END $$"
        )

    def ends():
        with directly() as direct:
            return direct.execute("SELECT last_value, is_called FROM kata_ends").fetchone()

    before = ends()
    wait = Func(Value(SLOW), function="kata_slow", output_field=BigIntegerField())
    slow = User.objects.order_by("pk").annotate(wait=wait).values_list("wait")[:1]
    yield slow, lambda: ends() != before


def excludes(answer):
    """One runs, another is told so immediately."""
    ran, other = [], again(answer)  # another process of the site

    def second():
        ran.append(2)

    for _ in range(TRIES):
        said, took, blocked = [], [], []

        def job(said=said, took=took, blocked=blocked):
            with watching(blocked):
                said.append(apart(lambda: other.once(lambda: ran.append(1)), took))

        try:
            first = answer.once(job)
        except OperationalError as error:  # after lock_timeout
            raise fail(
                "While a job runs, another call of once() waits for its end.",
                "it returns False immediately.",
                details=[first_line(error)],
            ) from None
        returned = [(first, "runs a job", True), (*said, "is called while a job runs", False)]
        for got, when, expected in returned:
            expect(got is expected, f"once() {when}, and returns {got!r}.", f"{expected}.")
        expect(not ran, "once() ran a job while another one ran.")
        expect(
            not blocked,
            "While a job runs, another call of once() waits inside the database: "
            f"{', '.join(sorted(set(blocked)))}.",
            "it returns False immediately.",
        )
        if took[0] < AT_ONCE:
            break
    else:
        raise fail(
            f"While a job runs, another call of once() takes {took[0]:.1f} s to return False.",
            "it returns False immediately.",
        )
    for times in (1, 2):
        got = answer.once(second)
        expect(got is True, f"Later once() is called alone, and returns {got!r}.", "True.")
        expect(ran == [2] * times, "Later once() is called alone, and does not run its job.")


def two_at_once(answer):
    """Another client runs its job when one is about to send a statement: that one is told so."""
    for statement in range(STATEMENTS):
        if not meets_before(statement, answer):
            return


def meets_before(number, answer):
    """Have another client come before a statement of once(); return whether it sends so many.

    The other one's job ends after this call of once(). One that waits for it gets an error, after
    lock_timeout.
    """
    ran, sent, other = [], [], again(answer)
    has_begun, may_end = threading.Event(), threading.Event()

    def job_of_other():
        ran.append("the other")
        has_begun.set()
        may_end.wait(PATIENCE)

    def call_other():
        try:
            return other.once(job_of_other)
        finally:
            has_begun.set()

    with ThreadPoolExecutor(1) as pool:
        calls = []

        def before(alias, sql):
            if threading.current_thread() is here and not ran and moves_data(sql):
                sent.append(short(sql))
                if len(sent) == number + 1:
                    calls.append(pool.submit(apart, call_other))
                    has_begun.wait(PATIENCE)

        here = threading.current_thread()
        try:
            with Meter(refuse=before):
                got = repr(answer.once(lambda: ran.append("the first")))
        except OperationalError as error:
            got = f"an error ({first_line(error)})"
        finally:
            may_end.set()
    if not calls:
        return False
    returned = [got, repr(calls[0].result())]
    right = ["False", "True"] if "the other" in ran else ["True", "False"]
    expect(
        returned == right and len(ran) == 1,
        f"Another client calls once() just before the first one sends {sent[-1]!r}. "
        f"{plural(len(ran), 'job')} ran{': that of ' * bool(ran)}{', and that of '.join(ran)}. "
        f"The first client gets {returned[0]}, and the other one gets {returned[1]}.",
        "one runs its job and gets True; the other gets False while that job runs.",
    )
    return True


def raises(answer, *, check_lock=True):
    """An error of the job reaches its caller, and the lock is free."""
    for fault in (lambda: 1 / 0, divide_by_zero, stop):
        error = passes_on(answer, fault)
        if check_lock:
            expect(is_free(answer), f"After a job has raised {error}, once() is refused.")


def raises_what_a_lock_raises(answer):
    """So does an error that could be of once() itself: the job, too, can wait for a lock."""
    for code, says in TAKEN_FOR_BUSY.items():
        passes_on(answer, partial(fail_in_database, code, says))
    for error in (BlockingIOError, TimeoutError):
        passes_on(answer, partial(fail_in_python, error))
    expect(is_free(answer), "After a job has raised an error, once() is refused.")


def frees_in_a_transaction(answer):
    """The lock is free before a transaction of the caller's ends."""
    for fault in (lambda: 1 / 0, divide_by_zero, stop):
        with transaction.atomic():
            error = passes_on(answer, fault)
            free = is_free(answer)
            transaction.set_rollback(True)  # an answer may have spoiled it
        expect(
            free,
            f"A caller in a transaction calls once(), and the job raises {error}. The caller "
            "catches it and goes on. Until that transaction ends, once() is refused.",
            "the lock is free as soon as the error reaches the caller.",
        )


def passes_on(answer, fault):
    """once() raises what its job raises; return how that is called."""
    raised = []

    def job():
        try:
            fault()
        except BaseException as error:
            raised.append(error)
            raise

    def what(error):
        kind, cause = type(error).__name__, error.__cause__
        return f"{kind} ({type(cause).__name__})" if cause else kind

    try:
        ends = f"returns {answer.once(job)!r}"
        got = None
    except (Exception, SystemExit) as error:
        got, ends = error, f"raises {what(error)}"
    expect(raised, f"once() {ends} and does not run the job, although nobody else runs one.")
    expect(
        type(got) is type(raised[0]),
        f"The job raised {what(raised[0])}, and once() {ends}.",
        "what the job raised.",
        details=[first_line(error) for error in (raised[0], got) if str(error or "")],
    )
    expect(len(raised) == 1, f"The job raised {what(got)}, and once() ran it {len(raised)} times.")
    return what(got)


def is_free(answer):
    """Whether another client can run a job."""
    return apart(lambda: again(answer).once(lambda: None))


def divide_by_zero():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


def fail_in_database(code, says):
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE '{says}' USING ERRCODE = '{code}'; END $$")


def fail_in_python(error):
    raise error("The job cannot get what it needs.")


def stop():
    raise SystemExit


# Helpers.


@contextmanager
def behind(mode, reader=None):
    """Django's connection through a PgBouncer whose connections take turns; yield it, and them.

    Args:
        reader: is told what PgBouncer sends to Django.
    """
    name = REAL["name"] = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:  # so that nobody waits for a lock without end
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
        if reader is None:
            with using(bouncer.url("arena")):
                yield bouncer, servers
            return
        with Relay(f"{bouncer.host}/{pgbouncer.SOCKET}", reader.tap) as relay:
            where = {"host": "127.0.0.1", "port": relay.port, "sslmode": "disable"}
            plain = urlencode({**where, "gssencmode": "disable"})
            with using(f"postgresql://arena@/arena?{plain}"):
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


def left_in(bouncer, servers):
    """What each connection has of a session: settings, advisory locks, cursors that stay."""
    with held(bouncer, len(servers)) as clients:
        return {
            server: [what for [what] in client.execute(LEFT).fetchall()]
            for server, client in clients.items()
        }


def set_limit(value):
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{value}'")


def limit():
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@contextmanager
def directly():
    """A connection to PostgreSQL itself."""
    with psycopg.connect(postgres.up().url(REAL["name"]), autocommit=True) as direct:
        yield direct


@contextmanager
def watching(seen):
    """Collect what other clients wait for inside the database, as PostgreSQL tells it."""
    over = threading.Event()

    def watch():
        with directly() as direct:
            while not over.wait(0.005):
                rows = direct.execute(
                    "SELECT wait_event_type || ' ' || wait_event FROM pg_stat_activity "
                    "WHERE datname = current_database() AND state = 'active' "
                    "AND (wait_event_type = 'Lock' OR wait_event = 'PgSleep')"
                )
                seen.extend(what for [what] in rows.fetchall())

    thread = thread_of_check(watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def apart(call, took=None):
    """What another client of PgBouncer gets: a thread with a connection of its own.

    Args:
        took: collects how many seconds the call has waited.
    """
    results, errors = [], []

    def run():
        try:
            connection.ensure_connection()
            clock = waiting()
            began = clock()
            results.append(call())
            if took is not None:
                took.append((clock() - began) / 1e9)
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


def people_in(fetched):
    """How many people a statement has brought, in rows or packed into fewer."""
    return max(fetched.rows, len(set(re.findall(rb"person\d+", fetched.content))))


def fill(people):
    """People whose names sort in another order than their keys, and hold all sorts of characters.

    No order is the order of the keys but that of the keys.
    """
    World(1).clear()
    chance = random.Random(people)
    keys = chance.sample([*range(2, 3 * people + 2), *range(2**31, 2**31 + people)], people)
    keys[-1:] = [1] * (people > 0)  # the smallest that a sequence gives
    User.objects.bulk_create(
        User(
            pk=key,
            username=f"{chance.choice(ODD)}{chance.random()}{chance.choice(ODD)}person{number:05}",
            is_active=chance.random() < 0.8,
            is_staff=chance.random() < 0.1,
        )
        for number, key in enumerate(keys)
    )


def people_by_key():
    return User.objects.order_by("pk").values_list("username", flat=True)


def first_line(error):
    return str(error).splitlines()[0]
