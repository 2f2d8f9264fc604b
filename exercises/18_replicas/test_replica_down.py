"""What checks replica_down.py: two processes, and a replica that is stopped and started again.

Each process has a thread of its own, so that it has its own open connections.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from types import SimpleNamespace

import psycopg
import pytest
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import Meter, again, expect, plural, urls

PRIMARY, REPLICA = "default", "replica"
NAMES = {PRIMARY: "the primary", REPLICA: "the replica"}
CONTENT = re.compile(r'"(discuss|accounts)_')
BACK, PAUSE = 31, 5  # seconds; the task says 30 and 5
STEPS, STEP = 5, 4  # how often so many seconds pass
SHORT, LONG = STEPS * [STEP], (4, 8, 16, 32, 64, 128, 1)  # an outage
ERRORS = {  # what PostgreSQL says of a statement, on a connection that works
    "57014": "canceling statement due to user request",
    "40001": "canceling statement due to conflict with recovery",
    "53200": "out of memory",
    "22012": "division by zero",
}


def test_down(site):
    """Without the replica every GET is answered, also the first one.

    Tries: down.
    """
    for process in site.processes:
        process.ask("/")  # which opens a connection
    site.pair.stop()
    site.change()
    for number in (1, 2, 3):
        site.reads(PRIMARY, f"page {number} after the replica was stopped")
    site.reads(PRIMARY, "in a new thread, while the replica is stopped", new=True)


def test_bounded(site):
    """While it is down, attempts to connect have pauses.

    Tries: bounded.
    """
    site.pair.stop()
    for process in site.processes:
        site.attempts.clear()
        for step in range(STEPS):
            site.passes(STEP if step else 0)
            for new in (True, False):
                site.reads(PRIMARY, "while the replica is stopped", [process], new=new)
        # With the seconds that were made to pass.
        gaps = [late - early for early, late in pairwise(site.attempts)]
        tries = plural(len(site.attempts), "attempt")
        says = f"A process makes {tries} to connect to the replica, two of them within "
        says += f"{min(gaps, default=PAUSE):.1f} seconds."
        expect(min(gaps, default=PAUSE) >= PAUSE - 0.1, says, f"at most one in {PAUSE} seconds.")


def test_back(site):
    """When it is up again, pages read from it again.

    Tries: back.
    """
    for new in (False, True):
        site.pair.stop()
        site.change()
        for seconds in LONG if new else SHORT:
            site.reads(PRIMARY, "while the replica is stopped", new=new)
            site.passes(seconds)
        site.pair.start()
        site.pair.catch_up()
        site.passes(BACK)
        site.reads(REPLICA, f"{BACK} seconds after the replica was started again", new=new)


def test_post(site):
    """A POST runs once.

    Tries: post.
    """
    for process in site.processes:
        site.reads(REPLICA, "before the replica is stopped", [process])
        before = Comment.objects.using(PRIMARY).count()
        site.pair.stop()
        site.runs.clear()
        process.ask("/add", "POST")
        added = Comment.objects.using(PRIMARY).count() - before
        says = f"The replica is lost during a POST. Its view runs {plural(len(site.runs), 'time')}"
        is_right = len(site.runs) == 1 == added
        expect(is_right, f"{says}, and adds {plural(added, 'comment')}.", "once, even if it fails.")
        site.pair.start()
        site.pair.catch_up()
        site.passes(BACK)


def test_errors(site):
    """Other errors reach the visitor, and change nothing.

    Tries: errors.
    """
    for code, said in ERRORS.items():
        for alias, name in NAMES.items():
            for process in site.processes:
                site.reads(REPLICA, "with both servers up")
                site.runs.clear()
                response = process.ask(f"/error/{alias}/{code}")
                given = f"A GET gets the error {said!r} from {name}"
                text = str((getattr(response, "exc_info", None) or ("", "no error"))[1])
                says = f"{given}, and the visitor gets status {response.status_code} ({text})."
                expect(response.status_code == 500 and said in text, says, "that error.")
                says = f"{given}, and the view runs {plural(len(site.runs), 'time')}."
                expect(len(site.runs) == 1, says, "once.")
                site.reads(REPLICA, f"after the error {said!r} from {name}")


def test_router(site):
    """Transactions, relations and migrations are as they were.

    Tries: router.
    """
    site.reads(PRIMARY, "in a transaction", path="/atomic")
    one, other = (Post.objects.using(alias).earliest("pk") for alias in NAMES)
    router = site.processes[0].router
    expect(router.allow_relation(one, other), "allow_relation() refuses what it allowed.")
    for alias, name in NAMES.items():
        says = f"allow_migrate() has changed, for {name}."
        expect(bool(router.allow_migrate(alias, "discuss")) is (alias == PRIMARY), says)


# What the checks above are made of.


@pytest.fixture
def attempts(replica, monkeypatch):
    """The two servers, and when somebody tries to connect to the replica."""
    made, host = [], replica.standby.server.host

    def counted(connect):
        def attempt(*arguments, **options):
            if host in str(options.get("host") or arguments):
                made.append(time.monotonic())
            return connect(*arguments, **options)

        return attempt

    for owner in (psycopg, psycopg.Connection):
        monkeypatch.setattr(owner, "connect", counted(owner.connect))
    return SimpleNamespace(pair=replica, attempts=made)


@pytest.fixture
def site(time_passes, answer, attempts, world, settings):
    """Arena in two processes."""
    key = world.posts(2, comments=(2, 3), likes=(0, 0), tags=(0, 0))[0].pk
    attempts.pair.catch_up()
    site = SimpleNamespace(**vars(attempts), passes=time_passes, runs=[], processes=[])
    site.settings, site.key = settings, key
    site.change = lambda: (
        Post.objects.using(PRIMARY)
        .get(pk=key)
        .comments.using(PRIMARY)
        .update(body=f"Changed at {time.monotonic()}")
    )
    site.reads = lambda *arguments, **options: reads(site, *arguments, **options)
    settings.ROOT_URLCONF = urls(views(site))
    for load in (lambda: answer, lambda: again(answer)):
        site.processes.append(Process(site, load()._module))
    yield site
    for process in site.processes:
        process.thread.submit(connections.close_all)
        process.thread.shutdown()


def views(site):
    """Return the pages of Arena, by path."""

    def page(request):
        site.runs.append(request.method)
        return HttpResponse(text_of(Post.objects.get(pk=site.key)))

    def add(request):
        site.runs.append(request.method)
        author = User.objects.using(PRIMARY).earliest("pk")
        said = {"author": author, "body": "New", "created_at": TALKING[0]}
        Comment.objects.create(post_id=site.key, **said)
        return HttpResponse(text_of(Post.objects.get(pk=site.key)))

    def error(request, alias, code):
        page(request)
        with connections[alias].cursor() as cursor:
            raises = f"RAISE '{ERRORS[code]}' USING ERRCODE = '{code}'"
            cursor.execute(f"DO $$ BEGIN {raises}; END $$")

    return {"": page, "add": add, "error/<alias>/<code>": error, "atomic": transaction.atomic(page)}


def text_of(post, alias=None):
    comments = post.comments.using(alias) if alias else post.comments
    return "\n".join(f"{one.pk} {one.body}" for one in comments.order_by("pk"))


class Process:
    """A process of Arena: it loads the answer, and has a thread."""

    def __init__(self, site, module):
        sessions = "django.contrib.sessions.middleware.SessionMiddleware"
        site.settings.MIDDLEWARE = [sessions, f"{module.__name__}.middleware"]
        self.site, self.router = site, module.Router()
        self.client = Client(raise_request_exception=False)
        self.client.handler.load_middleware()
        self.thread = ThreadPoolExecutor(1)

    def ask(self, path, method="GET", new=False):
        """Return a response, made by the process's thread or by a new one."""
        self.site.settings.DATABASE_ROUTERS = [self.router]
        if not new:
            return self.thread.submit(self.client.generic, method, path).result()
        with ThreadPoolExecutor(1) as thread:
            try:
                return thread.submit(self.client.generic, method, path).result()
            finally:
                thread.submit(connections.close_all).result()


def reads(site, alias, given, processes=(), path="/", *, new=False):
    """Fail unless each process answers a GET, and reads it from one database."""
    for process in processes or site.processes:
        with Meter() as meter:
            response = process.ask(path, new=new)
        status = response.status_code
        error = [repr(one) for one in (getattr(response, "exc_info", None) or ())[1:2]]
        says = f"GET {path} is answered with status {status}, {given}."
        expect(status == 200, says, details=error)
        done = [query for query in meter.queries if query.done and CONTENT.search(query.sql)]
        got = {query.alias for query in done}
        names = " and ".join(sorted(NAMES.get(one, one) for one in got)) or "nowhere"
        says = f"GET {path} reads from {names}, {given}."
        expect(got == {alias}, says, f"from {NAMES[alias]}.")
        right = text_of(Post.objects.using(PRIMARY).get(pk=site.key), PRIMARY)
        expect(response.content.decode() == right, f"GET {path} shows another text, {given}.")
