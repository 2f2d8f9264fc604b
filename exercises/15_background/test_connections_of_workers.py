"""What checks connections_of_workers.py, with a real worker; PostgreSQL counts its connections."""

import json
import time
from contextlib import ExitStack, contextmanager, suppress

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from redis import Redis

from kata.checks import expect, fail, ledger, plural, webserver
from kata.services import celery, valkey

PROCESSES, TASKS = 3, 30
IN_TRANSACTION = """
    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
    AND state LIKE 'idle in transaction%' AND pid <> pg_backend_pid()
"""
ENDS_WITH = {
    "open": "SELECT 1",
    "fails": "SELECT 1 / 0",
    "begins": "BEGIN",
    "begins, fails": "BEGIN; SELECT 1 / 0",
    "begins, gives up": "BEGIN",
}
TIMES = {"connect_timeout": 7, "keepalives": 1, "keepalives_idle": 77, "keepalives_interval": 7}
PATIENCE = 30  # seconds for a task, which a busy machine may need


def test_answer(answer, worker):
    """Three tasks run at the same time, each with a connection of its own.

    Tries: parallel, own, connections, entry.
    """
    server = webserver.entry()
    webserver.refuse_lost(answer, {**server, "OPTIONS": {**server["OPTIONS"], **TIMES}})
    for _ in range(2):
        worker.together()


def test_connections(answer, worker):
    """Thirty tasks use the same three connections.

    Tries: connections.
    """
    used = worker.unevenly()
    ledger.spent(connections=len(used))
    says = f"{TASKS} tasks used {plural(len(used), 'connection')}."
    expect(len(used) <= PROCESSES, says, f"at most {PROCESSES}.")


def test_restart(answer, worker):
    """No task fails after PostgreSQL has ended the connections.

    Tries: restart.
    """
    for _ in range(2):
        worker.together()
        ended = webserver.others()
        with connection.cursor() as cursor:
            sql = "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s::int[]) pid"
            cursor.execute(sql, [[*ended]])
        worker.after = "PostgreSQL ended the connections between two tasks"
        worker.together()


def test_unfinished(answer, worker):
    """A task that leaves a transaction open does no harm to the next one.

    Tries: unfinished.
    """
    worker.together()
    for what in ENDS_WITH:
        worker.run(what)
        worker.after = "a task ended in the middle of a transaction"
        is_over = webserver.wait_for(lambda: not in_transaction())
        expect(is_over, "A task has ended, and its transaction is still open.", "none is.")
        says = "A task ended in a transaction, and the next one is in it."
        is_free = all(free for _, free in worker.together())
        expect(is_free, says, "each task begins without one.")


# What the checks above are made of.


def in_transaction():
    """Return how many connections of the worker are in a transaction, and do nothing."""
    with connection.cursor() as cursor:
        cursor.execute(IN_TRANSACTION)
        return cursor.fetchone()[0]


class Worker:
    """A worker, seen from the site that sends tasks to it."""

    running = []

    def __init__(self, app, redis):
        self.app, self.redis, self.after = app, redis, ""

    def run(self, what):
        """Run a task in any process, and return its connection."""
        self.app.send_task("arena", [what])
        return self.result()[0]

    def unevenly(self):
        """Run thirty tasks, two of which take as long as all others; return their connections."""
        self.redis.delete("go", "running")
        for _ in range(PROCESSES - 1):
            self.app.send_task("arena", ["waits"])
        webserver.wait_for(lambda: int(self.redis.get("running") or 0) == PROCESSES - 1)
        used = {self.run("") for _ in range(TASKS - PROCESSES + 1)}
        self.redis.delete("running")
        self.redis.rpush("go", *range(PROCESSES - 1))
        return used | {self.result()[0] for _ in range(PROCESSES - 1)}

    def result(self):
        """Return what a task says: its connection, and whether it began without a transaction."""
        reply = self.redis.blpop("results", PATIENCE)
        after = f": {self.after}." if self.after else "."
        expect(reply, f"A task did not run within {PATIENCE} seconds{after}")
        result = json.loads(reply[1])
        if isinstance(result, str):
            raise fail(f"A task fails{after}", "no task fails.", details=[result])
        return result

    def together(self):
        """Have a task run in each process at the same time; look at the connections of all."""
        self.redis.delete("go")
        for _ in range(PROCESSES):
            self.app.send_task("arena", ["waits"])
        known, limit = 0, time.monotonic() + PATIENCE
        while (running := int(self.redis.get("running") or 0)) < PROCESSES:
            if running > known:  # the others have been sent at the same time
                known, limit = running, time.monotonic() + PATIENCE / 5
            if time.monotonic() > limit or self.redis.llen("results"):
                break
            time.sleep(0.01)
        # PostgreSQL takes a moment to notice that a connection was closed.
        webserver.wait_for(lambda: len(webserver.others()) <= PROCESSES)
        now = webserver.others()
        self.redis.delete("running")
        self.redis.rpush("go", *range(PROCESSES))
        results = [self.result() for _ in range(PROCESSES)]
        says = f"{plural(running, 'task')} of {PROCESSES} run at the same time."
        expect(running == PROCESSES, says, f"{PROCESSES}.")
        used = {pid for pid, _ in results}
        says = f"Tasks in {PROCESSES} processes use {plural(len(used), 'connection')}."
        expect(len(used) == PROCESSES, says, "each process has its own.")
        ledger.spent(connections=len(now))
        says = f"{PROCESSES} tasks run, and the worker has {plural(len(now), 'connection')}."
        expect(len(now) <= PROCESSES, says, f"at most {PROCESSES}, of all processes together.")
        return results


@pytest.fixture(scope="module")
def until_the_end():
    """What is entered here is left after the last check."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def worker(answer, world, until_the_end):
    """A worker with the answer's configuration: one for all checks of a verdict."""
    if not Worker.running:
        world.contests(3)
        try:
            Worker.running.append(until_the_end.enter_context(working(answer, valkey.fresh())))
        except celery.ServiceProblem as problem:
            raise fail(str(problem)) from None
    Worker.running[0].after = ""
    return Worker.running[0]


@contextmanager
def working(answer, url):
    """Run a worker, as the command of Celery does."""
    from celery import Celery  # which may be missing, and then no check runs
    from celery.exceptions import Ignore

    databases = webserver.databases(answer, webserver.entry())
    app, left = Celery("arena", broker=celery.broker(url), set_as_current=False), []
    redis = Redis.from_url(url, socket_timeout=4 * PATIENCE)
    app.conf.update(task_ignore_result=True, worker_hijack_root_logger=False)

    @app.task(name="arena", shared=False)
    def arena(what):
        act(redis, what)
        if what == "begins, gives up":
            raise Ignore

    def prepare():
        left.append(connections["default"])  # the check's own, which must not be closed here
        settings.DATABASES = databases
        connections.settings = connections.configure_settings(databases)
        del connections["default"]
        answer.configure(app)
        answer.load()

    with celery.working(app, prepare):
        yield Worker(app, redis)


def act(redis, what):
    """Be a task."""
    try:
        is_free = connection.get_autocommit()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            result = [*cursor.fetchone(), is_free]
        if what == "waits":
            redis.incr("running")
            redis.blpop("go", 2 * PATIENCE)
        elif what:
            transaction.set_autocommit(what.startswith("begins"))
            with connection.cursor() as cursor, suppress(Exception):
                cursor.execute(ENDS_WITH[what])
    except Exception as error:
        result = webserver.told(error)
    redis.rpush("results", json.dumps(result))
