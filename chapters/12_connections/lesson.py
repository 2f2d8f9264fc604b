# %% [markdown]
# # Connections
#
# *Twenty minutes.* A query needs a connection. By default Django opens one for each request, which no
# list of queries shows. Then the site grows, and there are too many of them.

# %% tags=["setup"]
import asyncio
import gc
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from statistics import quantiles
from threading import Barrier, Event, Thread
from time import perf_counter, sleep
from types import ModuleType

import psycopg

from kata.notebook import Pair, bars, chart, predict, sandbox

sandbox()

# %% [markdown]
# ## Report: too many clients, and an idle database
#
# > *"The queries of this page take a millisecond together, and the page takes ten. And every noon, for
# > some minutes, we get this instead of pages:* `FATAL: sorry, too many clients already`*. And the
# > database is idle."*
#
# Two complaints with one cause. This is what Django does with connections, before and after each
# request:

# %%
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.db import OperationalError, close_old_connections, connection, connections
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from arena.accounts.models import User
from arena.worlds import World
from kata.services import pgbouncer, postgres
from kata.services.relay import Relay

World(seed=7).people(200)
NAME = connection.settings_dict["NAME"]


def request(seconds=0.0):
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])
    close_old_connections()


# %% [markdown]
# `close_old_connections()` closes the connection if it is older than `CONN_MAX_AGE`. The default is 0
# seconds, so it always is.
#
# ## Predict: what a new connection costs
#
# One request opens a connection, another one finds an open one. How many times longer does the first
# one take? The query itself does nothing.

# %%
guess = predict("How many times longer, with a new connection?", ..., unit="times")
guess


# %%
@contextmanager
def database(pool=None, options=None, **changes):
    """Django with other settings for its database."""
    connection.close()
    usual = dict(connection.settings_dict)
    more = {**(options or {}), **({"pool": pool} if pool else {})}
    connection.settings_dict.update(changes, OPTIONS={**usual["OPTIONS"], **more})
    try:
        yield
    finally:
        connection.close()
        if pool:
            connection.close_pool()
        connection.settings_dict.update(usual)


def milliseconds(call, times=40):
    call()

    def once():
        began = perf_counter()
        call()
        return 1000 * (perf_counter() - began)

    return typical([once() for _ in range(times)])


def typical(readings):
    """The lower quartile: other work on this machine only adds to a reading."""
    return quantiles(readings, n=4)[0]


ways = {}
with database(CONN_MAX_AGE=0):
    ways["new each time"] = milliseconds(request)
with database(CONN_MAX_AGE=60):
    ways["kept: CONN_MAX_AGE"] = milliseconds(request)

guess.measured(ways["new each time"] / ways["kept: CONN_MAX_AGE"])

# %% [markdown]
# That was PostgreSQL on the same machine, over a socket, without a password. Over a network, TCP, TLS
# and the password each take [round trips](../../site/glossary.md#round-trip) before the first query, and checking a password is slow on purpose.
#
# ## Experiment: kept connections, a pool and PgBouncer
#
# There are more ways. Django can check a kept connection before it uses it. Django can have a pool, which
# its threads share. And PgBouncer is a program between Django and PostgreSQL that lends out a few
# connections: to a client until it leaves (session mode), or for a transaction (transaction mode).

# %%
has_pgbouncer = pgbouncer.status().state == "ready"
if has_pgbouncer:
    print("PgBouncer is installed: seven ways.")
else:
    print(pgbouncer.status().remedy)
    print("Until then, below: four ways of seven, and nothing of what PgBouncer does to sessions.")


# %%
@contextmanager
def behind_pgbouncer(mode, size=20, **changes):
    """Django with a PgBouncer in front of PostgreSQL, for this lesson only."""
    write = pgbouncer.configuration(
        {"arena": postgres.up().url(NAME)},
        pool_mode=mode,
        default_pool_size=size,
        max_client_conn=500,
    )
    with pgbouncer.serving(write) as bouncer:
        address = {"NAME": "arena", "HOST": bouncer.host, "PORT": str(pgbouncer.PORT)}
        with database(**address, **changes):
            yield bouncer


with database(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True):
    ways["kept, with CONN_HEALTH_CHECKS"] = milliseconds(request)
with database(pool={"min_size": 2, "max_size": 4}):
    ways["from Django's pool"] = milliseconds(request)
if has_pgbouncer:
    with behind_pgbouncer("session"):
        ways["new, to PgBouncer (session)"] = milliseconds(request)
    with behind_pgbouncer("transaction"):
        ways["new, to PgBouncer (transaction)"] = milliseconds(request)
    with behind_pgbouncer("transaction", CONN_MAX_AGE=60):
        ways["kept, to PgBouncer (transaction)"] = milliseconds(request)

# %%
bars("A request with an empty query", ways, unit="ms")

# %% [markdown]
# Everything is cheaper than a new connection to PostgreSQL, and a kept one is the cheapest. So keep
# them all, forever? Here is the noon rush from the report: 60 threads, as fifteen processes of four have
# them, and a database that accepts 50 connections. Every thread asks three times for something that
# takes the database 30 ms.

# %%
THREADS, LIMIT = 60, 50


@contextmanager
def limited():
    """Let this database accept a few connections, so that the rest of the server is not disturbed."""
    visitor = {}
    with postgres.up().connect() as admin:
        admin.execute(f'ALTER DATABASE "{NAME}" CONNECTION LIMIT {LIMIT}')
        if postgres.up().embedded:  # its only role is a superuser, for whom no limit holds
            if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = 'visitor'").fetchone():
                admin.execute("CREATE ROLE visitor LOGIN")
            visitor = {"USER": "visitor"}
        try:
            yield visitor
        finally:
            admin.execute(f'ALTER DATABASE "{NAME}" CONNECTION LIMIT -1')


def noon(threads=THREADS, each=3):
    """Let threads make requests; return answers, errors, and the most connections that there were."""
    answers, errors, all_done, most = [], [], Barrier(threads), 0

    def visitor():
        for _ in range(each):
            try:
                request(0.03)
                answers.append(1)
            except OperationalError as error:
                errors.append(str(error))
                sleep(0.03)
        all_done.wait(60)  # the threads of a server stay
        connections.close_all()

    workers = [Thread(target=visitor) for _ in range(threads)]
    with postgres.up().connect() as watch:
        for worker in workers:
            worker.start()
        while any(worker.is_alive() for worker in workers):
            [now] = watch.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [NAME]
            ).fetchone()
            most = max(most, now)
            sleep(0.02)
    return len(answers), len(errors), most, errors[:1]


noons = {}
with limited() as visitor:
    with database(CONN_MAX_AGE=60, **visitor):
        noons["each thread keeps one"] = noon()
    with database(pool={"min_size": 4, "max_size": 20, "timeout": 30}, **visitor):
        noons["Django's pool of 20"] = noon()
if has_pgbouncer:
    with behind_pgbouncer("transaction", size=20, CONN_MAX_AGE=60):
        noons["PgBouncer with 20"] = noon()

for error in noons["each thread keeps one"][3]:
    print(error.rpartition("failed: ")[2])

# %%
Pair(
    bars("Errors", {name: errors for name, (_, errors, _, _) in noons.items()}, unit="errors"),
    bars(
        "Connections to PostgreSQL, at most",
        {name: most for name, (_, _, most, _) in noons.items()},
        unit="connections",
    ),
)

# %% [markdown]
# Nothing was slow, and no query was wrong. The threads that came first kept their connections, as the
# settings say, and the others got none. With 20 shared connections no thread got an error: each had to
# wait a moment.
#
# `CONN_MAX_AGE` is not a pool. It keeps **one connection for each thread**, idle or not. Their number is
# a product, and its factors are in different files:

# %%
servers = range(1, 9)
chart(
    "Connections that eight processes on each server may hold",
    {
        "1 thread each": {n: n * 8 for n in servers},
        "8 threads each": {n: n * 8 * 8 for n in servers},
        "8 threads and a pool of 4": {n: n * 8 * 4 for n in servers},
    },
    x="servers",
    y="connections",
    limits={"max_connections": 100},
)

# %% [markdown]
# Celery's processes come on top, a shell, the monitoring, and for some minutes the servers of a release
# beside those that it replaces. A pool in the process limits what its threads open, but the processes
# still multiply. Only a pooler between all of them and PostgreSQL limits the sum.
#
# **Under ASGI** each request gets a new thread for its synchronous code, and the thread ends with the
# request. Here are two rushes of 16 requests through Django's own handler. How many connections
# are open afterwards?

# %%
SCOPE = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "query_string": b"",
    "headers": [(b"host", b"testserver")],
}


def ask(seconds=0.02):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])


def own_thread(request):
    ask()
    return HttpResponse()


async def other_thread(request):
    await sync_to_async(ask, thread_sensitive=False)()
    return HttpResponse()


async def visit(handler):
    """One request, as a server such as uvicorn hands it to Django."""
    messages, never = [{"type": "http.request", "body": b""}], asyncio.Event()

    async def receive():
        return messages.pop() if messages else await never.wait()

    async def send(message):
        pass

    await handler(dict(SCOPE), receive, send)


def open_now():
    with postgres.up().connect() as watch:
        return watch.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [NAME]
        ).fetchone()[0]


def rush(view, visitors=16, times=2):
    """Return how many connections are open after some rushes."""
    urls = ModuleType("urls")
    urls.urlpatterns = [path("", view)]

    async def server():
        handler = ASGIHandler()
        for _ in range(times):
            await asyncio.gather(*(visit(handler) for _ in range(visitors)))
        await asyncio.sleep(0.1)
        return open_now()

    found = []
    gc.collect()
    gc.disable()  # Python closes forgotten connections, sooner or later
    try:
        with override_settings(ROOT_URLCONF=urls, MIDDLEWARE=[]):
            thread = Thread(target=lambda: found.append(asyncio.run(server())))
            thread.start()
            thread.join()
    finally:
        gc.enable()
        gc.collect()
    return found[0]


after = {}
with database(CONN_MAX_AGE=60):
    after["CONN_MAX_AGE = 60"] = rush(own_thread)
with database(CONN_MAX_AGE=0):
    after["CONN_MAX_AGE = 0"] = rush(own_thread)
    after["the same, thread_sensitive=False"] = rush(other_thread)
with database(pool={"min_size": 1, "max_size": 4}):
    after["a pool of 4"] = rush(own_thread)

# %%
bars("Connections after two rushes of 16 requests", after, unit="connections")

# %% [markdown]
# - **`CONN_MAX_AGE`** keeps a connection for a thread that has ended. No request finds it again. It stays
#   open until Python's garbage collector comes, which the experiment has stopped.
# - **0 seconds** closes it at the end of the request. But during the rush there are as many as requests.
# - **`thread_sensitive=False`** runs code in a thread of the event loop. Django closes connections in the
#   request's own thread only, so these stay, with 0 seconds as well.
# - **A pool** has a limit, and gets its connections back at the end of each request.
#
# Django's manual says:
# [*"When using ASGI, persistent connections should be disabled. Instead, use your database backend's
# built-in connection pooling if available"*](https://docs.djangoproject.com/en/stable/ref/databases/).
#
# ## Why: what PostgreSQL does for a connection
#
# What takes so long? Four steps of a new connection, one by one:

# %%
steps = {"open it": [], "its first query": [], "the same again": [], "close it": []}


def timed(step, call):
    began = perf_counter()
    call()
    steps[step].append(1000 * (perf_counter() - began))


def look():
    return list(User.objects.filter(pk__lt=5))


with database(CONN_MAX_AGE=0):
    for _ in range(20):
        timed("open it", connection.ensure_connection)
        timed("its first query", look)
        timed("the same again", look)
        timed("close it", connection.close)

# %%
bars("A new connection", {step: typical(each) for step, each in steps.items()}, unit="ms")

# %% [markdown]
# For each connection PostgreSQL starts a process. That process knows nothing yet: it has to read about
# each table, column and index before it can plan the first query on it. So a new connection is slow twice,
# and the second time looks like a slow query. A kept connection is slow once.
#
# But a hundred processes do not work a hundred times faster. A database with eight cores does eight
# things at a time; the other ninety-two processes take memory, and wait for their turn. That is why twenty
# connections served 60 threads, and why a higher `max_connections` is seldom the answer.
#
# ## The price: dead, lent and queued connections
#
# **A kept connection can be dead.** Somebody restarts the database, and Django learns of it from the
# next query:


# %%
def restart():
    """What a restart of PostgreSQL does to connections, without the restart."""
    with postgres.up().connect() as somebody:
        somebody.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [NAME]
        )


def survives():
    request()
    restart()
    try:
        request()
    except OperationalError as error:
        return str(error).splitlines()[0]
    return "answered"


with database(CONN_MAX_AGE=60):
    print("kept:                   ", survives())
with database(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True):
    print("with CONN_HEALTH_CHECKS:", survives())

# %% [markdown]
# A health check is one small query before the first one of each request: that is the difference between
# the second and the third bar above.
#
# It helps when PostgreSQL has *said* that the connection is over. **A firewall does not.** It forgets a
# connection that was idle for an hour, drops its packets, and tells nobody. Here is a piece of network
# that does so after the first request. How long does the second request take, with health checks?

# %%
PATIENCE = 3  # seconds
KEPT = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


def second_request(idle=0.0, **options):
    """Make a request, let the network forget the connection, and make another."""
    ready, forgotten, took = Event(), Event(), []

    def visitor():
        request()
        ready.set()
        forgotten.wait()
        began = perf_counter()
        request()
        took.append(perf_counter() - began)
        connections.close_all()

    server = postgres.up()
    with Relay(f"{server.host}/{postgres.SOCKET}") as network:
        tcp = {"sslmode": "disable", "gssencmode": "disable", **options}
        with database(HOST="127.0.0.1", PORT=str(network.port), options=tcp, **KEPT):
            thread = Thread(target=visitor)
            thread.start()
            ready.wait()
            with network.silence():
                sleep(idle)
                forgotten.set()
                thread.join(PATIENCE)
                answered = (
                    f"answered after {took[0]:.1f} s" if took else f"no answer in {PATIENCE} s"
                )
            thread.join()
    return answered if network.drops or not options else "this system does not let us drop packets"


def new_connection(**options):
    """Connect to something that accepts, and then says nothing."""
    began = perf_counter()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = {"HOST": "127.0.0.1", "PORT": str(deaf.getsockname()[1])}
        with database(options=options, **address):
            try:
                request()
            except OperationalError:
                return f"an error after {perf_counter() - began:.1f} s"


if postgres.up().embedded:
    print("health checks alone:          ", second_request())
    print("and tcp_user_timeout of 1 s:  ", second_request(tcp_user_timeout=1000))
    often = {"keepalives_idle": 1, "keepalives_interval": 1, "keepalives_count": 1}
    print("and keepalives every second:  ", second_request(idle=2.5, **often))
    print("a new one, connect_timeout 2: ", new_connection(connect_timeout=2))
else:
    print("This needs the course's own PostgreSQL.")

# %% [markdown]
# The health check itself waits for an answer. On Linux TCP sends it again for about a quarter of an hour
# before it gives up. Three of libpq's parameters, which belong into `OPTIONS`, are the cure:
#
# - **keepalives** (`keepalives_idle`, `_interval`, `_count`) use an idle connection now and then. The
#   firewall does not forget it, and a lost one is noticed while nobody waits.
# - **`tcp_user_timeout`**, in milliseconds, says how long sent data may stay unacknowledged.
# - **`connect_timeout`**, in seconds, ends an attempt to connect. Without it, it is again TCP that decides.
#
# The seconds above are for a lesson. 60 s of idle time, 10 s and 5 s are a start for a site.
#
# **Limits share one budget.** The web server gives a request some seconds, and then kills it: the visitor
# gets no page, and the statement goes on. So every limit inside has to be shorter. Three of them are
# PostgreSQL's own. What ends these three waits?


# %%
def ending(call):
    """What ends a call, and after how long."""
    began = perf_counter()
    try:
        call()
        ends = "nothing"
    except Exception as error:
        cause = error.__cause__ or error
        ends = getattr(cause, "sqlstate", None) or str(cause).partition(":")[0]
    return f"{ends}, after {perf_counter() - began:.1f} s"


def statements(first, wait=0):
    with connection.cursor() as cursor:
        cursor.execute(first)
        sleep(wait)
        cursor.execute("COMMIT")


LIMITS = {"statement_timeout": 500, "lock_timeout": 200, "idle_in_transaction_session_timeout": 200}
with postgres.up().connect(NAME) as other:
    other.execute("BEGIN; LOCK accounts_user")
    with database(options={"options": " ".join(f"-c {name}={ms}" for name, ms in LIMITS.items())}):
        print("a slow statement:   ", ending(lambda: statements("SELECT pg_sleep(5)")))
        connection.close()
        print("a lock:             ", ending(lambda: statements("BEGIN; LOCK accounts_user")))
        connection.close()
        print("an idle transaction:", ending(lambda: statements("BEGIN", wait=0.4)))

# %% [markdown]
# These are PostgreSQL's codes for a canceled statement (57014), a lock that was not available (55P03)
# and an idle transaction (25P03). PostgreSQL enforces these limits itself, so they hold when the client
# is gone, too. They do not help a client whose network is gone: the error does not arrive. Here the
# network stops while PostgreSQL works on a statement:


# %%
def stopped_during(**options):
    """Run a statement of three seconds over a network that stops in the middle of it."""
    server, ends = postgres.up(), []
    with Relay(f"{server.host}/{postgres.SOCKET}") as network:
        where = {"host": "127.0.0.1", "hostaddr": "127.0.0.1", "port": network.port}
        plain = {"sslmode": "disable", "gssencmode": "disable", "autocommit": True}
        with psycopg.connect(server.url(NAME), **{**where, **plain, **options}) as client:
            asks = Thread(
                target=lambda: ends.append(ending(lambda: client.execute("SELECT pg_sleep(3)")))
            )
            asks.start()
            with network.silence():
                asks.join(2.7)
                ends.append("no end")
            asks.join()
    return ends[0] if network.drops else "this system does not let us drop packets"


if postgres.up().embedded:
    often = {"keepalives_idle": 1, "keepalives_interval": 1, "keepalives_count": 1}
    with ThreadPoolExecutor() as both:
        alone = both.submit(stopped_during, tcp_user_timeout=1000)
        together = both.submit(stopped_during, tcp_user_timeout=1000, **often)
    print("tcp_user_timeout alone:", alone.result())
    print("and keepalives:        ", together.result())

# %% [markdown]
# Nothing that was sent is unacknowledged during the statement, so `tcp_user_timeout` has nothing to limit. Only
# keepalives notice. While sent data is unacknowledged, as in the second request above, Linux sends no
# keepalives: set both.
#
# Limits of waits that follow each other add up: first for a free connection, and then for a statement.
#
# **A lent connection is not yours.** In PgBouncer's transaction mode, the next statement may go to
# another connection. A single client does not notice:

# %%
with behind_pgbouncer("transaction", size=2) if has_pgbouncer else nullcontext() as bouncer:
    if bouncer is None:
        print(pgbouncer.status().remedy)
    else:
        everybody = User.objects.order_by("pk").iterator(chunk_size=50)
        print("alone:   ", len(list(everybody)), "people exported")

        with bouncer.connect("arena") as other:
            everybody = User.objects.order_by("pk").iterator(chunk_size=50)
            next(everybody)
            other.execute("BEGIN")
            other.execute("SELECT 'somebody else is there as well'")
            try:
                print("together:", len(list(everybody)), "people exported")
            except Exception as error:
                print("together:", str(error).splitlines()[0])
            other.execute("ROLLBACK")

            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = '7s'")
            [limit] = other.execute("SHOW statement_timeout").fetchone()
            print("the limit that I have set is now the limit of another client:", limit)

# %% [markdown]
# `iterator()` declares a cursor in one statement and fetches from it in the next ones. `SET` stays in the
# connection, which belongs to the pool. So do session locks, `LISTEN` and temporary tables. None of it
# fails in a test that has one client. In a transaction, all statements go to one connection.
#
# **A queue is silent.** It has no error message until a client has waited for too long. In PgBouncer,
# `SHOW POOLS` says how many clients wait (`cl_waiting`) and for how long (`maxwait`). Django's pool waits
# for 30 seconds unless you set its `timeout`.
#
# ## The claim: `CONN_MAX_AGE` is connection pooling
#
# [Are your webapps scalable?](https://simplifiedweb.netlify.app/are-your-webapps-scalable) says that "it
# takes around ~20ms to make a DB connection". Of `CONN_MAX_AGE` it says: "This is Django's way of
# connection pooling." It suggests `None`, or a value that suits your traffic.
#
# - **20 ms: it depends.** Here you saw what opening a connection costs on one machine without a password.
#   With a password it is several times that, and over a network more again. Count round trips, and
#   measure.
# - **Connection pooling: false, and `None` is risky.** `CONN_MAX_AGE` keeps a connection for each thread,
#   as you saw at noon, and with `None` it keeps it forever, dead or not. With a few minutes
#   and `CONN_HEALTH_CHECKS`, a busy thread opens a connection every few minutes, not for each request.
#   Since Django 5.1 there is a real pool, for psycopg 3: `"OPTIONS": {"pool": {...}}`, with
#   `CONN_MAX_AGE` at 0.
#
# [Scaling Django for millions of users](https://technobeans.com/2020/12/01/scaling-django-for-millions-of-users/)
# agrees, and adds PgBouncer. Notes on the article describe its settings as "the max clients you want to
# handle at any moment (default_pool_size), and the number of clients that can connect to the DB
# ( max_client_conn)". They also advise you to tune `max_connections` to the number of connections.
#
# - **PgBouncer's settings: the other way round.** `default_pool_size` is how many server connections
#   PgBouncer opens for each pair of user and database, `max_client_conn` how many clients may connect to
#   PgBouncer: see [its manual](https://www.pgbouncer.org/config.html).
# - **`max_connections`: add up first** what connects; then see whether fewer would do.
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says: put PgBouncer in
# front, nothing else changes. The
# [slides](https://sanketsaurav.github.io/django-on-steroids/) of the author's talk say: "Use pgBouncer if you're
# using Postgres."
#
# - **Nothing else changes: in session mode**, where PgBouncer saves the least. In transaction mode you have
#   to know what your code leaves in its session.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task settings

# %%
# %check settings

# %%
# %task arithmetic

# %%
# %check arithmetic

# %%
# %task pool

# %%
# %check pool

# %%
# %task pgbouncer_ini

# %%
# %check pgbouncer_ini

# %%
# %task transaction_mode

# %%
# %check transaction_mode

# %%
# %task fork

# %%
# %check fork

# %%
# %task short_transactions

# %%
# %check short_transactions

# %%
# %task time_limits

# %%
# %check time_limits

# %%
# %task under_asgi

# %%
# %check under_asgi
