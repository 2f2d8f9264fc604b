"""What checks under_asgi.py."""

import asyncio
import gc
import json
import logging
import time
from concurrent.futures import FIRST_COMPLETED, Executor, ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from asgiref.sync import iscoroutinefunction
from django.core.handlers.asgi import ASGIHandler
from django.db import connection
from django.test import override_settings

from arena.discuss.models import Comment, Post
from kata.checks import (
    expect,
    fail,
    plural,
    thread_of_check,
    thread_states,
    urls,
    visitors,
    webserver,
)

VISITORS, MOST, THREADS = 24, 8, 32  # the server has a hundred connections for everybody
RUSHES = 3
WAITS = 3  # seconds that a request waits for a connection
LATEST = 20.0  # seconds, for an answer whose threads never rest
LOOK = 0.05
SETTLED = 0.3  # seconds for which all connections are in use
# Seconds in which nothing comes and no thread runs; only wrong answers need them.
PATIENCE = 2.0 if thread_states() else 8.0
SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "GET",
    "scheme": "http",
    "path": "/",
    "raw_path": b"/",
    "query_string": b"",
    "headers": [(b"host", b"testserver")],
    "server": ("testserver", 80),
    "client": ("127.0.0.1", 1),
}
WAITING = """
    SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s) AND wait_event_type = 'Lock'
"""
# An aborted transaction has no xact_start any more.
IN_TRANSACTION = """
    SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s)
    AND (xact_start IS NOT NULL OR state = 'idle in transaction (aborted)')
"""


def test_answer(answer, server, world):
    """Answers every request, from the database of the entry.

    Tries: answer, entry.
    """
    webserver.refuse_lost(answer, server, ["options"])
    server["OPTIONS"]["options"] = "-c geqo=off"
    world.posts(14, comments=(1, 3), drafts=0.3)
    with Asgi(answer, server) as site:
        for _ in range(2):
            site.answered(2)
            world.shake()
        site.answered(2)
        Post.objects.update(published_at=None)  # their comments still count
        site.answered(1)
        Post.objects.all().delete()
        site.answered(1)
        [is_off] = webserver.results(site.site.requests(geqo_is_off))
    says = 'The entry\'s OPTIONS say "options": "-c geqo=off", and geqo is on.'
    expect(is_off, says, "what they say stays.")


def test_connections(answer, server, world):
    """Has few connections for many requests at the same time.

    Tries: connections.
    """
    world.posts(5)
    with Asgi(answer, server) as site, site.stopped() as (most, _):
        says = f"{plural(most, 'connection')} open for {VISITORS} requests at the same time."
        expect(most <= MOST, says, f"at most {MOST}.")


def test_together(answer, server, world):
    """Lets eight statements run at the same time.

    Tries: together.
    """
    world.posts(5)
    with Asgi(answer, server) as site, site.stopped(PATIENCE) as (_, active):
        says = f"{VISITORS} requests want the database, and {plural(active, 'statement')} can run."
        expect(active >= MOST, says, f"{MOST} at the same time.")


def test_queue(answer, server, world):
    """Answers all requests of a rush.

    Tries: queue.
    """
    world.posts(5)
    with Asgi(answer, server) as site:
        with site.stopped():
            pass
        site.finish()
        for pool in site.pools():
            says = f"A request that finds no connection free gets an error after {pool.timeout} s."
            expect(pool.timeout >= WAITS, says, f"it waits, for {WAITS} s if need be.")
        site.answered(VISITORS)


def test_rest(answer, server, world):
    """Leaves few connections open.

    Tries: rest.
    """
    world.posts(5)
    with Asgi(answer, server) as site:
        for number in range(1, RUSHES + 1):
            site.begin(VISITORS)
            site.wait()
            site.at_rest(f"{plural(number, 'rush', 'rushes')} of {VISITORS} requests")


def test_failure(answer, server, world):
    """Gives a connection back after an error.

    Tries: failure.
    """
    world.posts(5)
    with Asgi(answer, server) as site:
        for which in ("some requests", "all requests"):
            with site.stopped():
                site.cancel()
                if which == "all requests":
                    site.cancel_rest()
            site.wait()
            site.at_rest(f"PostgreSQL has canceled the statements of {which}")
            # One after the other, so that a thread which has kept a connection is not at work.
            for _ in range(3):
                site.answered(1)
        site.answered(VISITORS)


def test_slow_clients(answer, server, world):
    """Has few connections while clients read their responses slowly.

    Tries: connections.
    """
    world.posts(5)
    with Asgi(answer, server) as site, site.unread():
        site.at_rest(f"{VISITORS} views, while no client has read its response")


# What the checks above are made of.


@pytest.fixture
def server(world):
    """The entry for the database of this check, with something in OPTIONS."""
    return webserver.entry()


def geqo_is_off():
    with connection.cursor() as cursor:
        cursor.execute("SHOW geqo")
        return cursor.fetchone() == ("off",)


class Patience:
    """Seconds for something to happen, and again so many while it does or a thread runs."""

    def __init__(self, seconds=PATIENCE):
        self.seconds, self.latest = seconds, time.monotonic() + LATEST
        self.until = time.monotonic() + seconds

    def is_over(self, has_happened):
        if has_happened or visitors.others_run():
            self.until = min(time.monotonic() + self.seconds, self.latest)
        return time.monotonic() >= self.until


class Asgi:
    """Arena under ASGI: one thread has the event loop, as in uvicorn, and requests come to it."""

    def __init__(self, answer, server):
        self.answer, self.errors, self.requests = answer, [], []
        self.sent, self.clients_read = 0, asyncio.Event()
        self.clients_read.set()
        self.guard = connection.copy()
        self.guard.ensure_connection()
        self.site = webserver.WebServer(webserver.databases(answer, server), 1)

    def __enter__(self):
        gc.collect()
        gc.disable()  # else Python closes forgotten connections, sooner or later
        logging.disable(logging.CRITICAL)
        self.site.__enter__()
        root = urls({"": self.watched(self.answer.page)})
        self.settings = override_settings(ROOT_URLCONF=root, MIDDLEWARE=[])
        self.settings.enable()
        self.handler, self.loop = ASGIHandler(), asyncio.new_event_loop()
        self.executor = ThreadPoolExecutor(THREADS)
        self.loop.set_default_executor(self.executor)
        self.thread = thread_of_check(self.loop.run_forever)
        self.thread.start()
        return self

    def __exit__(self, *exception):
        for pool in self.pools():
            pool.close()  # a request may still wait for a connection
        wait(self.requests, PATIENCE)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(LATEST)
        self.executor.shutdown()
        for value in vars(self.answer).values():
            if isinstance(value, Executor):
                value.shutdown()
        self.loop.close()
        self.settings.disable()
        logging.disable(logging.NOTSET)
        gc.enable()
        gc.collect()
        self.site.end(*self.site.open())
        self.site.__exit__(*exception)
        self.guard.close()

    def watched(self, view):
        """Return a view that is the answer's, and tells its errors."""

        async def page(request):
            try:
                return await view(request)
            except Exception as error:
                self.errors.append(error)
                raise

        def sync_page(request):
            try:
                return view(request)
            except Exception as error:
                self.errors.append(error)
                raise

        return page if iscoroutinefunction(view) else sync_page

    def pools(self):
        return [*getattr(connection, "_connection_pools", {}).values()]

    def begin(self, requests):
        self.requests = [
            asyncio.run_coroutine_threadsafe(self.ask(), self.loop) for _ in range(requests)
        ]

    def wait(self):
        """Wait for the requests that were begun; return status and content of each."""
        late, patience = self.requests, Patience()
        while late:
            answered, late = wait(late, LOOK, FIRST_COMPLETED)
            says = f"{len(late)} of {len(self.requests)} requests are not answered."
            is_over = late and patience.is_over(answered)
            expect(not is_over, says, "all are: no statement takes long.")
        return [request.result() for request in self.requests]

    async def ask(self):
        """Send a request as a server does, and return what comes back."""
        messages, over, asked = [], asyncio.Event(), []

        async def receive():
            if asked:
                await over.wait()
                return {"type": "http.disconnect"}
            asked.append(True)
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            messages.append(message)
            self.sent += len(messages) == 1
            await self.clients_read.wait()

        await self.handler(dict(SCOPE), receive, send)
        content = b"".join(message.get("body", b"") for message in messages)
        return messages[0]["status"], content

    def finish(self):
        """Fail unless the requests that were begun get the right answer."""
        right = {
            "posts": list(
                Post.objects.exclude(published_at=None)
                .order_by("-published_at", "-pk")
                .values_list("title", flat=True)[:10]
            ),
            "comments": Comment.objects.filter(is_approved=True).count(),
        }
        answers = self.wait()
        failed = sum(status != 200 for status, _ in answers)
        if failed:
            why = f": {webserver.told(self.errors[0])}" if self.errors else ""
            says = f"{failed} of {len(answers)} requests at the same time get an error{why}"
            raise fail(says, "all are answered.")
        for _, content in answers:
            expect(json.loads(content) == right, "The response is another one.", str(right))

    def answered(self, requests):
        self.begin(requests)
        self.finish()

    @contextmanager
    def stopped(self, patience=1.0):
        """Begin a rush in which each statement waits for a lock.

        Args:
            patience: seconds after which no other statement comes, if no thread runs.

        Yields:
            How many connections are open, and how many statements run.
        """
        with self.guard.cursor() as guard:
            guard.execute("BEGIN; LOCK discuss_post, discuss_comment")
            try:
                self.begin(VISITORS)
                began, number, patience = time.monotonic(), 0, Patience(patience)
                while number < MOST:
                    time.sleep(0.01)
                    waiting = len(self.state(WAITING))
                    if patience.is_over(waiting > number):
                        break
                    number = max(number, waiting)
                now = time.monotonic()
                until = now + max(SETTLED, now - began)  # a busy machine takes longer
                while len(self.site.open()) <= MOST and time.monotonic() < until:
                    time.sleep(0.01)
                yield len(self.site.open()), len(self.state(WAITING))
            finally:
                guard.execute("ROLLBACK")

    @contextmanager
    def unread(self):
        """Begin a rush whose clients read nothing in the block."""
        self.clients_read.clear()
        self.sent, number, patience = 0, 0, Patience(1.0)
        self.begin(VISITORS)
        try:
            while number < VISITORS and not patience.is_over(self.sent > number):
                number = self.sent
                time.sleep(0.01)
            yield
        finally:
            self.loop.call_soon_threadsafe(self.clients_read.set)

    def state(self, query):
        with connection.cursor() as cursor:
            cursor.execute(query, [[*self.site.open()]])
            return [pid for [pid] in cursor.fetchall()]

    def cancel(self):
        """Cancel the statements that run now, and only these: others come after them."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_cancel_backend(pid) FROM unnest(%s::int[]) pid", [self.state(WAITING)]
            )

    def cancel_rest(self):
        """Cancel what comes after them too, until every request is answered."""
        done, patience = 0, Patience()
        while done < len(self.requests):
            before, done = done, sum(one.done() for one in self.requests)
            if patience.is_over(done > before):
                break
            self.cancel()
            time.sleep(0.01)

    def at_rest(self, after):
        """Fail if more is left open than may be; what is being closed gets a moment."""
        deadline = time.monotonic() + 1
        while len(self.site.open()) > MOST or self.state(IN_TRANSACTION):
            if time.monotonic() > deadline:
                break
            time.sleep(0.01)
        left, open_ = len(self.site.open()), len(self.state(IN_TRANSACTION))
        says = f"{plural(left, 'connection')} still open after {after}."
        expect(left <= MOST, says, f"at most {MOST}.")
        says = f"{plural(open_, 'transaction')} still open after {after}."
        expect(not open_, says, "none.")
