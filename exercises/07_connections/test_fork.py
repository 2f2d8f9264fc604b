"""What checks fork.py."""

import json
import logging
import os
import select
import signal
from contextlib import contextmanager, suppress
from types import SimpleNamespace

import pytest
from django.core.signals import request_finished, request_started
from django.db import connection, connections

from kata.checks import Meter
from kata.checks.webserver import told
from kata.verdict import expect, fail, plural

PATIENCE = 20  # seconds for a worker to answer
SERVER = SimpleNamespace(pid=os.getpid(), log=logging.getLogger("arena"))


def test_answer(answer, parent, world):
    """Loads once, before the workers are there."""
    contests = world.contests(6)
    expected = {contest.pk: contest.title for contest in contests}
    answer.load()
    for got in (answer.title(pk) == title for pk, title in expected.items()):
        expect(got, "title() says something else than the database, in the parent after load().")
    expect(answer.title(0) is None, "title() of a contest that does not exist is not None.")
    with workers(answer, 2) as site:
        for worker in site:
            got, queries = worker.ask("titles", list(expected))
            expect(
                got == list(expected.values()),
                "A worker does not know the titles that the parent has loaded.",
                details=[f"expected  {list(expected.values())}", f"got       {got}"],
            )
            expect(
                not queries,
                f"A worker sends {plural(queries, 'query', 'queries')} for the titles.",
                "none: load() has read them in the parent, before the fork.",
            )


def test_sockets(answer, parent, world):
    """Gives each worker a connection of its own."""
    world.contests(2)
    answer.load()
    used = {"the parent": who()} if connection.connection else {}
    with workers(answer, 2) as site:
        for worker in site:
            used[worker.name] = worker.ask("who")
            all_different(used)


def test_parent(answer, parent, world):
    """Leaves the parent its connection."""
    world.contests(2)
    answer.load()
    with workers(answer, 2) as [first, second]:
        works("two workers were started", who)
        first.ask("who")
        works("a worker has answered a request", who)
        kept = second.ask("who")
        first.ask("close")
        works("a worker has closed its connections", who)
        expect(
            second.ask("who") == kept,
            "Worker 1 has closed its connections, and worker 2 has lost its own.",
            "no process ends the connection of another.",
        )
    works("the workers have ended", who)


def test_later(answer, parent, world):
    """Does the same for a worker that is started later."""
    world.contests(2)
    answer.load()
    used = {}
    with workers(answer, 1, "worker 1") as [first]:
        used[first.name] = first.ask("who")
        used["the parent"] = who()
        with workers(answer, 1, "a worker that was started later") as [second]:
            used[second.name] = second.ask("who")
            all_different(used)
        works("a worker that was started later has ended", who)


# What the checks above are made of.


@pytest.fixture
def parent(world):
    """Connections that are kept, as in the exercise before."""
    settings = connections["default"].settings_dict
    usual, settings["CONN_MAX_AGE"] = settings["CONN_MAX_AGE"], 600
    connection.close()
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
                f"of PostgreSQL, number {one[0]}, over the same socket: what one of them asks for, "
                "the other one can read.",
                "each process has a connection of its own.",
            )
        seen[tuple(one)] = name


def works(when, query):
    """Fail if the parent's query fails."""
    try:
        query()
    except Exception as error:
        raise fail(
            f"{capital(when)}, and the parent's next query fails: {told(error)}",
            "no process ends the connection of another.",
        ) from None


def capital(text):
    """Return a sentence's beginning."""
    return text[0].upper() + text[1:]


@contextmanager
def workers(answer, number, name=""):
    """Fork some workers; end them afterwards."""
    site = []
    try:
        for n in range(1, number + 1):
            site.append(Worker(answer, name or f"worker {n}"))
        yield site
    finally:
        for worker in site:
            worker.end()


class Worker:
    """A forked process that does what it is told, and the parent's side of it."""

    def __init__(self, answer, name):
        self.name = name
        worker = SimpleNamespace(age=1, pid="[booting]", log=SERVER.log)
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
        self.reply("to begin")

    def ask(self, *order):
        """Have the worker do something and return what it says."""
        with suppress(BrokenPipeError):  # then there is no reply either
            self.orders.write(json.dumps(order) + "\n")
            self.orders.flush()
        return self.reply("to answer a request")

    def reply(self, what):
        """Return the worker's reply; fail if it has failed, or does not reply."""
        ready, _, _ = select.select([self.replies], [], [], PATIENCE)
        line = self.replies.readline() if ready else ""
        if not line:
            raise fail(f"{capital(self.name)} was {what}, and nothing came back.")
        reply = json.loads(line)
        if "error" in reply:
            raise fail(f"{capital(self.name)} was {what}, and failed: {reply['error']}")
        return reply["result"]

    def end(self):
        """End the process, as a server does that has no time."""
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
                said = {"error": told(error)}
            out.write(json.dumps(said) + "\n")
            out.flush()

        def request(call):
            request_started.send(sender=Worker, environ={})
            try:
                return call()
            finally:
                request_finished.send(sender=Worker)

        reply(lambda: answer.post_fork(SERVER, worker))
        for line in lines:
            match json.loads(line):
                case ["who"]:
                    reply(lambda: request(who))
                case ["titles", keys]:
                    reply(lambda keys=keys: ([answer.title(key) for key in keys], meter.count))
                case ["close"]:
                    reply(connections.close_all)
