"""What checks fork.py."""

import atexit
import gc
import json
import logging
import os
import select
import signal
from contextlib import contextmanager, suppress
from functools import partial
from types import SimpleNamespace

import psycopg
import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, connections

from arena.contests.models import Contest
from kata.checks import Meter, expect, fail, plural, webserver
from kata.services import postgres

PATIENCE = 20  # seconds for a worker to answer
SERVER = SimpleNamespace(pid=os.getpid(), log=logging.getLogger("arena"), WORKERS={})
OWN = "each process has a connection of its own."
FIRST_ACTS = {  # of a worker, before any request
    "work": "used the database",
    "close": "closed its connections",
    "forget": "dropped its connections",
}
ALIVE = "no process ends the connection of another."


def test_answer(answer, parent, world):
    """Loads once, before the workers start.

    Tries: loaded.
    """
    expected = {contest.pk: contest.title for contest in world.contests(6)}
    nameless = min(expected)
    Contest.objects.filter(pk=nameless).update(title="")
    expected[nameless] = ""
    answer.load()
    with workers(answer, 2) as site:
        for worker in site:
            knows(worker.name, *worker.ask("titles", list(expected)), expected)
        with Meter() as meter:
            titles = [answer.title(key) for key in expected]
        knows("the parent, after its workers,", titles, meter.count, expected)
        with workers(answer, 1, "a worker that was started later") as [later]:
            knows(later.name, *later.ask("titles", list(expected)), expected)
        nothing = answer.title(0)
        expect(
            nothing is None, f"title() of a contest that does not exist is {nothing!r}.", "None."
        )


def test_sockets(answer, parent, world):
    """Gives each worker a connection of its own.

    Tries: own.
    """
    world.contests(2)
    answer.load()
    used = {"the parent": who()} if connection.connection else {}
    with workers(answer, 2) as site:
        for worker in site:
            used[worker.name] = worker.ask("who")
            all_different(used)


def test_parent(answer, parent, world):
    """Leaves each process its connection.

    Tries: alive.
    """
    world.contests(2)
    answer.load()
    with workers(answer, 2) as site:
        [first, _] = site
        all_live("two workers were started", site)
        first.ask("who")
        all_live("a worker has answered a request", site)
        first.ask("close")
        all_live("a worker has closed its connections", site)
        first.ask("forget")
        all_live("a worker has dropped its connections", site)
        first.ask("close")
        first.ask("exit")
        all_live("a worker has exited", [])
        first.end()
        site.remove(first)
        all_live("a worker has ended", site)
    all_live("the workers have ended", [])


def test_later(answer, parent, world):
    """Does the same for a worker that is started later.

    Tries: own, alive.
    """
    world.contests(2)
    answer.load()
    used = {}
    with workers(answer, 1, "worker 1") as [first]:
        used[first.name] = first.ask("who")
        for number in range(2):
            if number:
                connections.close_all()  # it opens another one than load() has used
            used["the parent"] = who()
            with workers(answer, 1, "a worker that was started later") as [second]:
                used[second.name] = second.ask("who")
                all_different(used)
                all_live("a worker was started later", [first, second])
                if number:
                    second.ask("close")
                del used[second.name]
            all_live("a worker that was started later has ended", [first])
        for order, did in FIRST_ACTS.items():
            used["the parent"] = who()
            with workers(answer, 1, "a worker that was started later") as [second]:
                done = second.ask(order)
                if order == "work":
                    all_different({**used, second.name: done})
                all_live(f"a worker has {did} before its first request", [first])


# What the checks above are made of.


@pytest.fixture
def parent(world):
    """Connections that are kept, as in the exercise before."""
    settings = connections["default"].settings_dict
    usual, settings["CONN_MAX_AGE"] = settings["CONN_MAX_AGE"], 600
    connection.close()
    Worker.age = 0
    yield
    settings["CONN_MAX_AGE"] = usual
    connection.close()


def who():
    """Return which process of PostgreSQL is at the other end; the time tells it from an old one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, backend_start::text FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        )
        return list(cursor.fetchone())


def all_different(used):
    """Fail if two of our processes use the same process of PostgreSQL."""
    seen = {}
    for name, one in used.items():
        if other := seen.get(tuple(one)):
            raise fail(
                f"{capital(other)} and {name} talk to the same process "
                f"of PostgreSQL, number {one[0]}, over the same socket: each of them can read the "
                "answers to the other.",
                OWN,
            )
        seen[tuple(one)] = name


def mine():
    """Return the process of PostgreSQL behind this process's open connection, 0 for none."""
    own = connection.connection
    return own.info.backend_pid if own and not own.closed else 0


def all_live(when, site):
    """Fail if a process's connection was ended by another one, or if its next query fails."""
    with psycopg.connect(postgres.up().url(connection.settings_dict["NAME"])) as apart:
        rows = apart.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        open_now = {pid for [pid] in rows}
    for name, pid in [("the parent", mine()), *((one.name, one.ask("mine")) for one in site)]:
        expect(
            not pid or pid in open_now,
            f"{capital(when)}. {capital(name)} has an open connection, to process {pid} of "
            "PostgreSQL, and PostgreSQL has ended that: another process has said that it is over.",
            ALIVE,
        )
    for name, query in [("the parent", who), *((one.name, partial(asks, one)) for one in site)]:
        try:
            query()
        except Exception as error:
            raise fail(
                f"{capital(when)}, and the next query of {name} fails: {webserver.told(error)}",
                ALIVE,
            ) from None


def asks(worker):
    """Send a worker's query; its error is raised here."""
    reply = worker.said("who")
    if "error" in reply:
        raise RuntimeError(reply["error"])


def knows(name, titles, queries, expected):
    """Fail unless a process knows the titles, without a query."""
    wanted = list(expected.values())
    expect(
        titles == wanted,
        f"{capital(name)} does not know the titles that load() has read in the parent.",
        details=[f"expected  {wanted}", f"got       {titles}"],
    )
    expect(
        not queries,
        f"{capital(name)} sends {plural(queries, 'query', 'queries')} for the titles.",
        "none: load() reads them in the parent, before the fork.",
    )


def capital(text):
    """Return a sentence's beginning."""
    return text[0].upper() + text[1:]


@contextmanager
def workers(answer, number, name=""):
    """Fork some workers; end them afterwards."""
    site = []
    started = []
    try:
        for n in range(1, number + 1):
            started.append(Worker(answer, name or f"worker {n}"))
            site.append(started[-1])
        yield site
    finally:
        for worker in started:
            worker.end()


class Worker:
    """A forked process that does what it is told, and the parent's side of it."""

    age = 0

    def __init__(self, answer, name):
        self.name, self.ended = name, False
        Worker.age += 1
        worker = SimpleNamespace(
            age=Worker.age, pid="[booting]", ppid=SERVER.pid, booted=False, log=SERVER.log
        )
        answer.pre_fork(SERVER, worker)
        orders, replies = os.pipe(), os.pipe()
        self.pid = os.fork()
        if not self.pid:
            try:
                os.close(orders[1])
                os.close(replies[0])
                worker.pid = os.getpid()
                serve(answer, worker, orders[0], replies[1])
            finally:
                os._exit(0)
        os.close(orders[0])
        os.close(replies[1])
        self.orders, self.replies = os.fdopen(orders[1], "w"), os.fdopen(replies[0])
        self.result(self.reply("to begin"), "to begin")

    def ask(self, *order):
        """Have the worker do something and return what it says."""
        return self.result(self.said(*order), "to answer a request")

    def said(self, *order):
        """Have the worker do something, and return its reply: a result or an error."""
        with suppress(BrokenPipeError):  # then there is no reply either
            self.orders.write(json.dumps(order) + "\n")
            self.orders.flush()
        return self.reply("to answer a request")

    def reply(self, what):
        """Return the worker's reply; fail if it does not reply."""
        ready, _, _ = select.select([self.replies], [], [], PATIENCE)
        line = self.replies.readline() if ready else ""
        if not line:
            raise fail(f"{capital(self.name)} was {what}, and nothing came back.")
        return json.loads(line)

    def result(self, reply, what):
        """Return the result in a reply; fail if the worker has failed."""
        if "error" in reply:
            raise fail(f"{capital(self.name)} was {what}, and failed: {reply['error']}")
        return reply["result"]

    def end(self):
        """End the process, as a server does that has no time."""
        if self.ended:
            return
        self.ended = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        for pipe in (self.orders, self.replies):
            with suppress(BrokenPipeError):
                pipe.close()


def serve(answer, worker, orders, replies):
    """Be a worker: begin, and then do one order after the other. It runs in the forked process."""
    with os.fdopen(orders) as lines, os.fdopen(replies, "w") as out, Meter() as meter:

        def reply(call):
            try:
                said = {"result": call()}
            except BaseException as error:
                said = {"error": webserver.told(error)}
            out.write(json.dumps(said) + "\n")
            out.flush()

        def request(call):
            request_started.send(sender=Worker, environ={})
            try:
                return call()
            finally:
                request_finished.send(sender=Worker)

        atexit._clear()  # what the parent does when it exits, such as to delete files
        reply(lambda: answer.post_fork(SERVER, worker))
        for line in lines:
            match json.loads(line):
                case ["who"]:
                    reply(lambda: request(who))
                case ["work"]:
                    reply(who)
                case ["titles", keys]:
                    reply(lambda keys=keys: ([answer.title(key) for key in keys], meter.count))
                case ["mine"]:
                    reply(mine)
                case ["exit"]:
                    reply(atexit._run_exitfuncs)
                case ["close"]:
                    reply(connections.close_all)
                case ["forget"]:
                    reply(forget)


def forget():
    """Drop all connections, as the end of a process does."""
    for own in connections.all(initialized_only=True):
        del connections[own.alias]
    gc.collect()
