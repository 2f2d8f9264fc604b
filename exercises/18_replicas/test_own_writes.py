"""What checks own_writes.py: browsers with cookies, two processes, and a replica that stands still.

The replica applies nothing until a check lets it: how far it is behind is not left to chance.
"""

import re
from itertools import count
from time import time
from types import SimpleNamespace

import pytest
from django.db import connections, transaction
from django.http import HttpResponse
from django.test import Client

from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import Meter, again, expect, thread_of_check, urls

PRIMARY, REPLICA = "default", "replica"
NAMES = {PRIMARY: "the primary", REPLICA: "the replica"}
CONTENT = re.compile(r'"(discuss|accounts)_')
OWN, SOON, BACK = 60, 50, 301  # seconds: of the task, and when the last pages are read
WAYS = {"add": 200, "edit": 200, "remove": 200, "refuse": 400, "crash": 500}  # of writing
PAGES = 5  # that a browser reads in that time
MADE_UP = ["", "x", "-1", "1e999", "nan", "0/0", "FFFFFFFF/FFFFFFFF", "9" * 400, "'", "\u0661"]
MADE_UP += ["2026-11-30", "None", "true", "[]", "{}", "a:b:c", "1/1/1", "/", "%", "é", "1:1:1"]


def test_own(site):
    """A browser sees what it wrote, also from another process.

    Tries: own.
    """
    for way, status in WAYS.items():
        browser = site.browser()
        began, text = time(), browser.ask(f"/{way}", "POST", status=status)
        for number in range(PAGES + 1):
            where = f"page {number}" if number else "the response to the POST"
            if number:
                site.passes(max(0, began + SOON / PAGES * number - time()))
                text = browser.ask("/")
            elif status != 200:
                continue
            if time() - began > OWN:
                break  # the machine is too busy to say what is soon
            expect(
                text == site.text(PRIMARY),
                f"A browser writes by POST /{way}, and {where} does not show it, "
                f"{time() - began:.0f} seconds later.",
                "what is on the primary, as the replica is behind.",
            )
        browser.ask("/add", "POST")
        site.during.append(lambda: apart(site.browser().ask, "/"))
        says = "A page of another browser begins and ends during one of a browser that wrote"
        is_right = browser.ask("/") == site.text(PRIMARY)
        expect(is_right, f"{says}, which then does not see what it wrote.")


def test_others(site):
    """Other browsers read from the replica, also at the same time.

    Tries: others.
    """
    author, other, old = site.browser(), site.browser(), site.text(REPLICA)

    def reads(given):
        for _ in site.processes:
            with Meter() as meter:
                text = other.ask("/")
            only(REPLICA, meter, f"A browser that has written nothing reads {given}")
            expect(text == old, f"It does not see what the replica has, {given}.")

    reads("before anybody has written")
    for path, method, status in (
        ("/add", "POST", 200),
        ("/", "GET", 200),
        ("/fail", "GET", 500),
        ("/fail", "POST", 500),
    ):
        for _ in site.processes:
            author.ask(path, method, status=status)
        reads(f"after {method} {path} of one that has")
    for path, method in (("/", "GET"), ("/add", "POST")):
        given = f"during {method} {path} of one that has"
        site.during.append(lambda given=given: apart(reads, given))
        author.ask(path, method)


def test_back(site):
    """Later a browser reads from the replica again.

    Tries: back.
    """
    browser = site.browser()
    for _ in range(2):
        browser.ask("/add", "POST")
        for _ in range(PAGES):
            site.passes(BACK / PAGES)
            browser.ask("/")
        site.pair.resume()
        for _ in site.processes:
            with Meter() as meter:
                text = browser.ask("/")
            only(REPLICA, meter, f"{BACK} seconds after its last POST, a browser reads")
            expect(text == site.text(PRIMARY), "A browser no longer sees what it wrote.")


def test_cookie(site):
    """A cookie that was made up leads to no error.

    Tries: cookie.
    """
    browser = site.browser()
    for _ in site.processes:
        browser.ask("/add", "POST")
        browser.ask("/")
    for name, (real, *_) in browser.cookies.items():
        for value in (*MADE_UP, f"{real}1", f"1{real}", real[:-1], real.swapcase()):
            stranger = site.browser()
            stranger.cookies[name] = value, None, "/"
            stranger.ask("/", given=f"with the cookie {name}={value[:40]}")


def test_router(site):
    """Transactions, relations and migrations are as they were.

    Tries: router.
    """
    for browser in (site.browser(), site.browser()):
        with Meter() as meter:
            browser.ask("/atomic")
        only(PRIMARY, meter, "In a transaction, a browser that has written nothing reads")
    one, other = (Post.objects.using(alias).earliest("pk") for alias in NAMES)
    router = site.processes[0].router
    expect(router.allow_relation(one, other), "allow_relation() refuses what it allowed.")
    for alias, name in NAMES.items():
        says = f"allow_migrate() has changed, for {name}."
        expect(bool(router.allow_migrate(alias, "discuss")) is (alias == PRIMARY), says)


# What the checks above are made of.


@pytest.fixture
def site(time_passes, answer, replica, world, settings):
    """Arena in two processes, with a replica that stands still."""
    key = world.posts(2, comments=(2, 3), likes=(0, 0), tags=(0, 0))[0].pk
    replica.catch_up()
    replica.pause()
    site = SimpleNamespace(pair=replica, passes=time_passes, during=[], settings=settings)
    site.text = lambda alias: text_of(Post.objects.using(alias).get(pk=key), alias)
    site.browser = lambda: Browser(site)
    site.turns, site.busy, site.processes = count(), False, []
    settings.ROOT_URLCONF = urls(views(site, key))
    for load in (lambda: answer, lambda: again(answer)):
        module = load()._module
        sessions = "django.contrib.sessions.middleware.SessionMiddleware"
        settings.MIDDLEWARE = [sessions, f"{module.__name__}.middleware"]
        client = Client(raise_request_exception=False)
        client.handler.load_middleware()
        site.processes.append(SimpleNamespace(client=client, router=module.Router()))
    return site


def views(site, key):
    """Return the pages of Arena, by path."""
    numbers, first = count(), Comment.objects.filter(post=key).earliest("pk").pk

    def page(request):
        while site.during:
            site.during.pop()()
        return HttpResponse(text_of(Post.objects.get(pk=key)))

    def add(request):
        said = {"author_id": Post.objects.get(pk=key).author_id, "created_at": TALKING[0]}
        Comment.objects.create(post_id=key, body=f"New {next(numbers)}", **said)
        return page(request)

    def edit(request):
        Comment.objects.filter(pk=first).update(body=f"Changed {next(numbers)}")
        return page(request)

    def remove(request):
        Comment.objects.filter(pk=first).delete()
        return page(request)

    def fail(request):
        page(request)
        raise ZeroDivisionError

    def refuse(request):
        return HttpResponse(add(request).content, status=400)

    def crash(request):
        add(request)
        raise ZeroDivisionError

    paths = {"": page, "add": add, "edit": edit, "remove": remove, "fail": fail}
    paths |= {"refuse": refuse, "crash": crash}
    return {**paths, "atomic": transaction.atomic(page)}


def text_of(post, alias=None):
    comments = post.comments.using(alias) if alias else post.comments
    return "\n".join(f"{one.pk} {one.body}" for one in comments.order_by("pk"))


class Browser:
    """Keeps cookies for as long as it is told; each request goes to the next process."""

    def __init__(self, site):
        self.site, self.cookies = site, {}

    def ask(self, path, method="GET", given="", status=200):
        """Return the text of a page."""
        if is_outer := not self.site.busy:  # one during a request goes to the same process
            self.site.process = self.site.processes[next(self.site.turns) % 2]
            self.site.settings.DATABASE_ROUTERS = [self.site.process.router]
            self.site.busy = True
        try:
            response = self.site.process.client.generic(method, path, **self.header(path))
        finally:
            self.site.busy = not is_outer
        says = f"{method} {path} {given}".strip()
        expect(
            response.status_code == status,
            f"{says} is answered with status {response.status_code}.",
            details=[repr(error) for error in (getattr(response, "exc_info", None) or ())[1:2]],
        )
        for name, morsel in response.cookies.items():
            ends = time() + int(morsel["max-age"]) if morsel["max-age"] != "" else None
            self.cookies[name] = morsel.coded_value, ends, morsel["path"] or "/"
        return response.content.decode()

    def header(self, path):
        """Return what the browser sends of its cookies to a path, in the form that WSGI has."""
        kept = [
            f"{name}={value}"
            for name, (value, ends, place) in self.cookies.items()
            if path.startswith(place) and (ends is None or ends > time())
        ]
        return {"HTTP_COOKIE": "; ".join(kept).encode().decode("latin-1")}


def apart(call, *arguments):
    """Call in another thread, wait for it, and raise its error."""
    errors = []

    def run():
        try:
            call(*arguments)
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    (thread := thread_of_check(run)).start()
    thread.join()
    for error in errors:
        raise error


def only(alias, meter, says):
    """Fail unless all posts and comments were read from one database."""
    got = {query.alias for query in meter.queries if CONTENT.search(query.sql)}
    names = " and ".join(sorted(NAMES.get(one, one) for one in got)) or "nothing"
    expect(got == {alias}, f"{says}: from {names}.", f"from {NAMES[alias]}.")
