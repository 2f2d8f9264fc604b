"""What checks replica_down.py: two processes, and a replica that is stopped and started again.

Each process has two threads of its own, so that it has its own open connections.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise, product

import pytest
from django.db import connections, transaction
from django.http import HttpResponse
from django.template.response import SimpleTemplateResponse

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import Meter, expect, in_new_thread, plural, thread_of_check, urls
from kata.checks.replicas import (
    NAMES,
    PRIMARY,
    REPLICA,
    Attempts,
    SiteProcess,
    answered,
    load_twice,
    reads_from,
    rest_of_router,
)
from kata.checks.visitors import until

CONTENT = re.compile(r'"(discuss|accounts)_')
BACK, PAUSE = 31, 5  # seconds; the task says 30 and 5
STEPS, STEP = 5, 4  # how often so many seconds pass
SHORT, LONG = STEPS * [STEP], (4, 8, 16, 32, 64, 128, 1)  # an outage
# False while there are others: each is told to end, and has to say so before the server stops.
HAVE_ENDED = """
    SELECT count(pg_terminate_backend(pid)) = 0 FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
ERRORS = {  # what PostgreSQL says of a statement, on a connection that works
    "57014": "canceling statement due to user request",
    "40001": "canceling statement due to conflict with recovery",
    "53200": "out of memory",
    "22012": "division by zero",
}


def test_down(site):
    """Without the replica every GET is answered, also one that reads when it is stopped.

    Tries: down.
    """
    for process, number in product(site.processes, (0, 1)):
        process.ask("/", number=number)  # which opens a connection
    site.pair.standby.wait(HAVE_ENDED)  # and have said why, as with `pg_ctl stop`
    site.pair.stop()
    site.change()
    for process, paths in zip(site.processes, (("/", "/late"), ("/late", "/")), strict=True):
        for number, path in enumerate(paths):
            given = f"as page {number + 1} after the replica was stopped"
            site.reads(PRIMARY, given, [process], path=path, number=number)
    for number in (3, 4):
        site.reads(PRIMARY, f"as page {number} after the replica was stopped")
    site.reads(PRIMARY, "in a new thread, while the replica is stopped", new=True)
    for process, path in zip(site.processes, ("/walk", "/lose"), strict=True):
        site.starts()
        site.passes(BACK)
        response = process.ask(path)
        says = f"The replica is stopped while a GET reads: it gets status {response.status_code}."
        answered(response, says)
        expect(response.content.decode() == site.text(PRIMARY), says, "the whole page.")


def test_bounded(site):
    """While it is down, attempts to connect have pauses.

    Tries: bounded.
    """
    site.pair.stop()
    for process in site.processes:
        site.attempts.times.clear()
        for step in range(STEPS):
            site.passes(STEP if step else 0)
            for new in (True, False):
                if process is site.processes[0]:
                    site.attempts.during[:] = [process.meet]
                site.reads(PRIMARY, "while the replica is stopped", [process], new=new)
        # With the seconds that were made to pass.
        gaps = [late - early for early, late in pairwise(site.attempts.times)]
        tries = plural(len(site.attempts.times), "attempt")
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
        site.starts()
        for _ in range(BACK // STEP):  # with visitors, as always
            site.passes(BACK / (BACK // STEP))
            for process in site.processes:
                process.ask("/", new=new)
        site.reads(REPLICA, f"{BACK} seconds after the replica was started again", new=new)
    for process in site.processes:  # threads that notice one after the other
        for number in (0, 1):  # the first GET whose connection is lost may be the primary's
            process.ask("/", number=number)
        site.passes(BACK)
        for number in (0, 1):
            site.reads(REPLICA, "with both servers up", [process], number=number)
        site.pair.stop()
        site.starts()
        process.ask("/")
        site.passes(BACK - PAUSE - 1)
        process.ask("/", number=1)
        site.passes(PAUSE + 1)
        for number in (0, 1):
            given = f"{BACK} seconds after the replica was restarted"
            site.reads(REPLICA, given, [process], number=number)
        process.ask("/lose")
        site.starts()
        site.passes(BACK)
        given = f"{BACK} seconds after the replica was restarted in the middle of a GET"
        site.reads(REPLICA, given, [process])


def test_post(site):
    """A POST runs once.

    Tries: post.
    """
    for process, number in product(site.processes, (0, 1)):
        path = ("/add", "/add/lose")[number]  # each in a thread whose connection works
        site.reads(REPLICA, "before the replica is stopped", [process], number=number)
        before = Comment.objects.using(PRIMARY).count()
        if path == "/add":
            site.pair.stop()
        site.runs.clear()
        process.ask(path, "POST", number=number)
        added = Comment.objects.using(PRIMARY).count() - before
        says = f"The replica is lost during a POST. Its view runs {plural(len(site.runs), 'time')}"
        is_right = len(site.runs) == 1 == added
        expect(is_right, f"{says}, and adds {plural(added, 'comment')}.", "once, even if it fails.")
        site.starts()
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
    for process in site.processes:
        got = process.ask("/edit", "POST").content.decode()
        says = "A view reads, then changes comments in a transaction, and doesn't see that there."
        expect(got == site.text(PRIMARY), says)
    rest_of_router(site.processes[0].router, Post)


# What the checks above are made of.


@pytest.fixture
def site(time_passes, answer, replica, world, settings):
    """Arena in two processes."""
    key = world.posts(2, comments=(2, 3), likes=(0, 0), tags=(0, 0))[0].pk
    replica.catch_up()
    with Attempts(replica.standby.server.host) as attempts:
        site = Site(replica, key, time_passes, attempts)
        settings.ROOT_URLCONF = urls(views(site))
        site.processes = load_twice(settings, answer, Process)
        yield site
        for thread in [thread for process in site.processes for thread in process.threads]:
            thread.submit(connections.close_all)
            thread.shutdown()


def views(site):
    """Return the pages of Arena, by path."""

    def page(request, before=bool):
        site.runs.append(request.method)
        before()
        return HttpResponse(site.text())

    def late(request):
        return Late(None, {"read": site.text})

    def add(request, before=bool):
        site.runs.append(request.method)
        before()
        author = User.objects.using(PRIMARY).earliest("pk")
        said = {"author": author, "body": "New", "created_at": TALKING[0]}
        Comment.objects.create(post_id=site.key, **said)
        return HttpResponse(site.text())

    def edit(request):
        site.text()
        with transaction.atomic():
            site.change()
            return HttpResponse(site.text())

    def error(request, alias, code):
        page(request)
        with connections[alias].cursor() as cursor:
            raises = f"RAISE '{ERRORS[code]}' USING ERRCODE = '{code}'"
            cursor.execute(f"DO $$ BEGIN {raises}; END $$")

    def walk(request):
        comments = Comment.objects.filter(post=site.key).order_by("pk").iterator(chunk_size=1)
        lines = [line(next(comments))]
        site.loses()
        return HttpResponse("\n".join([*lines, *map(line, comments)]))

    lose, add_lose = (partial(view, before=site.loses) for view in (page, add))
    paths = {"": page, "lose": lose, "add": add, "add/lose": add_lose, "edit": edit}
    paths |= {"late": late, "walk": walk}
    return {**paths, "error/<alias>/<code>": error, "atomic": transaction.atomic(page)}


def line(comment):
    """Return what a page shows of a comment."""
    return f"{comment.pk} {comment.body}"


class Late(SimpleTemplateResponse):
    """A page that reads when it is rendered, after its view has returned."""

    rendered_content = property(lambda self: self.context_data["read"]())


class Process(SiteProcess):
    """A process of Arena that has two threads."""

    def __init__(self, settings, module):
        super().__init__(settings, module)
        self.threads = [ThreadPoolExecutor(1) for _ in range(2)]

    def ask(self, path, method="GET", *, number=0, new=False):
        """Return a response, made by one of the process's threads or by a new one."""
        if new:
            return in_new_thread(self.request, method, path)
        return self.threads[number].submit(self.request, method, path).result()

    def meet(self):
        """Ask for a page in a thread of its own, until that is answered or waits for the others."""
        other = thread_of_check(lambda: self.ask("/", new=True))
        other.start()
        until(lambda: not other.is_alive())


class Site:
    """Arena's two servers of PostgreSQL, its processes, and what its views and they have done."""

    def __init__(self, pair, key, passes, attempts):
        self.pair, self.key, self.passes, self.attempts = pair, key, passes, attempts
        self.runs, self.processes = [], []

    def text(self, alias=None):
        """Return what a page shows."""
        post = Post.objects.using(alias).get(pk=self.key)
        comments = post.comments.using(alias) if alias else post.comments
        return "\n".join(map(line, comments.order_by("pk")))

    def loses(self):
        """Read what a page shows, and lose the replica."""
        self.text()
        if not self.pair.is_stopped:
            self.pair.stop()

    def starts(self):
        """Start the replica again."""
        self.pair.start()
        self.pair.catch_up()

    def change(self):
        """Change what a page shows, on the primary."""
        comments = Comment.objects.using(PRIMARY).filter(post=self.key)
        comments.update(body=f"Changed at {time.monotonic()}")

    def reads(self, alias, given, processes=(), path="/", **how):
        """Fail unless each process answers a GET, and reads it from one database."""
        for process in processes or self.processes:
            with Meter() as meter:
                response = process.ask(path, **how)
            status = response.status_code
            answered(response, f"GET {path} is answered with status {status}, {given}.")
            done = [one for one in meter.queries if one.done and CONTENT.search(one.sql)]
            reads_from(alias, done, f"GET {path} reads", f", {given}")
            is_right = response.content.decode() == self.text(PRIMARY)
            expect(is_right, f"GET {path} shows another text, {given}.")
