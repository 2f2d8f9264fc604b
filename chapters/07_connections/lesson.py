# %% [markdown]
# # Connections
#
# *Twenty minutes.* Before a query can be sent there has to be a connection. Most sites open one for each
# request, and nobody sees it in a list of queries. Then the site grows, and there are too many of them.

# %% tags=["setup"]
from contextlib import contextmanager, nullcontext
from statistics import quantiles
from threading import Barrier, Thread
from time import perf_counter, sleep

from kata.notebook import Pair, bars, chart, predict, sandbox

sandbox()

# %% [markdown]
# ## Report
#
# > *"All queries of this page take a millisecond together, and the page takes ten. And every noon, for
# > some minutes, we get this instead of pages:* `FATAL: sorry, too many clients already`*. The database
# > has nothing to do meanwhile."*
#
# Two complaints with one cause. This is all that a request does with connections, and Django does it
# for you before and after each of them:

# %%
from django.db import OperationalError, close_old_connections, connection, connections

from arena.accounts.models import User
from arena.worlds import World
from kata.services import pgbouncer, postgres

World(seed=7).people(200)
NAME = connection.settings_dict["NAME"]


def request(seconds=0.0):
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [seconds])
    close_old_connections()


# %% [markdown]
# `close_old_connections()` closes the connection if it is older than `CONN_MAX_AGE`. The default is 0
# seconds: it always is.
#
# ## Predict
#
# Once with a connection of its own, once with one that is there already: how many times as long does
# the first take? The query itself does nothing.

# %%
guess = predict("How many times as long, with a new connection?", ..., unit="times")
guess


# %%
@contextmanager
def database(pool=None, **changes):
    """Django with other settings for its database."""
    connection.close()
    usual = dict(connection.settings_dict)
    pooled = {"pool": pool} if pool else {}
    connection.settings_dict.update(changes, OPTIONS={**usual["OPTIONS"], **pooled})
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
    """The lower quartile: what else goes on in this machine only adds to a reading."""
    return quantiles(readings, n=4)[0]


ways = {}
with database(CONN_MAX_AGE=0):
    ways["new each time"] = milliseconds(request)
with database(CONN_MAX_AGE=60):
    ways["kept: CONN_MAX_AGE"] = milliseconds(request)

guess.measured(ways["new each time"] / ways["kept: CONN_MAX_AGE"])

# %% [markdown]
# That was PostgreSQL on the same machine, over a socket, without a password. Over a network a new
# connection takes three to eight round trips before the first query, for TCP, TLS and the password; and
# to check a password is slow on purpose.
#
# ## Experiment
#
# There are more ways. A kept connection can be tried before it is used. Django can have a pool, from
# which its threads take turns. And PgBouncer is a program of its own that stands between Django and
# PostgreSQL, and lends out a few connections: to a client until it leaves (session mode), or for a
# transaction (transaction mode).

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
    """Django with a PgBouncer of this lesson's own before PostgreSQL."""
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

bars("A request with an empty query", ways, unit="ms")

# %% [markdown]
# Everything is cheaper than a new connection to PostgreSQL, and what is kept is the cheapest. So keep
# them all, for ever? Here is the noon of the report: 120 threads, as fifteen processes of eight have
# them, and a PostgreSQL that lets in 100. Every thread asks three times for something that takes the
# database 30 ms.

# %%
THREADS = 120


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
        all_done.wait(60)  # a thread of a server does not end
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
with database(CONN_MAX_AGE=60):
    noons["each thread keeps one"] = noon()
with database(pool={"min_size": 4, "max_size": 20, "timeout": 30}):
    noons["Django's pool of 20"] = noon()
if has_pgbouncer:
    with behind_pgbouncer("transaction", size=20, CONN_MAX_AGE=60):
        noons["PgBouncer with 20"] = noon()

for error in noons["each thread keeps one"][3]:
    print(error.rpartition("failed: ")[2])
Pair(
    bars("Errors", {name: errors for name, (_, errors, _, _) in noons.items()}, unit="errors"),
    bars(
        "Connections to PostgreSQL, at most",
        {name: most for name, (_, _, most, _) in noons.items()},
        unit="at once",
    ),
)

# %% [markdown]
# Nothing was slow, and nothing was wrong with a query. The threads that came first kept their connections,
# as they were told to, and the others got none. With 20 connections that are lent out, nobody got an
# error: each had to wait a moment.
#
# `CONN_MAX_AGE` is not a pool. It keeps **one connection for each thread**, idle or not. How many that
# makes is a product, and its factors stand in different files:

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
# beside those that it replaces. A pool in the process bounds what its threads hold, but the processes
# still multiply. Only something that stands between all of them and PostgreSQL can have the last word.
#
# ## Why
#
# What takes so long? Four steps of a new connection, each by itself:

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

bars("A new connection", {step: typical(each) for step, each in steps.items()}, unit="ms")

# %% [markdown]
# For each connection PostgreSQL starts a process of its own. That process knows nothing yet: it has to
# read about each table, column and index before it can plan the first query on it. So a new connection
# is slow twice, and the second time is booked on the query. A kept one pays once.
#
# The other way round, a hundred processes are not a hundred hands. A database with eight cores does
# eight things at a time; the other ninety-two take memory, and turns. That is why twenty connections
# served 120 threads, and why a higher `max_connections` is seldom the answer.
#
# ## The price
#
# **What is kept can be dead.** Somebody restarts the database, a firewall forgets a connection that was
# idle for an hour, and Django learns of it from the next query:


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
# One small query before the first one of each request: that is the difference between the second and
# the third bar above.
#
# **What is lent out is not yours.** In PgBouncer's transaction mode, the next statement may go to
# another connection. Whoever is alone does not notice:

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
            print("the limit that I have set is now the limit of somebody else:", limit)

# %% [markdown]
# `iterator()` declares a cursor in one statement and fetches from it in the next ones. `SET` stays in the
# connection, and that belongs to the pool. Session locks, `LISTEN` and temporary tables are the same kind
# of thing. None of it fails in a test, where there is one client. In a transaction it is right.
#
# **What waits is not seen.** A queue has no error message until somebody has waited for too long. In
# PgBouncer `SHOW POOLS` tells who waits (`cl_waiting`) and for how long (`maxwait`).
#
# ## The claim
#
# The articles say:
#
# - *Opening a connection costs 20 ms.* **It depends.** Here you saw what it costs on one machine without
#   a password. With a password it is some times that, over a network more. Count round trips, and measure.
# - *`CONN_MAX_AGE` is Django's connection pooling; set it to `None`.* **False, and risky.** It keeps a
#   connection for each thread, as you saw at noon, and for ever, dead or not. A minute, and
#   `CONN_HEALTH_CHECKS`, have nearly all of the gain. Since Django 5.1 there is a real pool, for psycopg
#   3: `"OPTIONS": {"pool": {...}}`, with `CONN_MAX_AGE` at 0.
# - *`default_pool_size` is how many may connect to PgBouncer, `max_client_conn` how many connections it
#   opens.* **The other way round**, in two of the four articles.
# - *Put PgBouncer in front, nothing else changes.* **In session mode**, where it saves the least. In
#   transaction mode you have to know what your code leaves in its session.
# - *Raise `max_connections`.* **Add up first** who connects; then see whether fewer would do.
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
# %task pool

# %%
# %check pool

# %%
# %task arithmetic

# %%
# %check arithmetic

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
