"""What checks own_writes.py: browsers with cookies, two processes, and a replica that stands still.

The replica applies nothing until a check lets it: how far it is behind is not left to chance.
"""

import re
from functools import partial
from itertools import count
from time import time
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.http import HttpResponse

from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import Meter, expect, in_new_thread, urls
from kata.checks.replicas import (
    PRIMARY,
    REPLICA,
    Balancer,
    Browser,
    load_twice,
    reads_from,
    rest_of_router,
)

CONTENT = re.compile(r'"(discuss|accounts)_')
OWN, SOON, BACK = 60, 50, 301  # seconds: of the task, and when the last pages are read
SLOW = 30  # seconds before a slow POST writes
WAYS = {"add": 200, "edit": 200, "by_hand": 200, "remove": 200}  # of writing, and the status
WAYS |= {"slow": 200, "refuse": 400, "crash": 500}
NAME = "Ann"  # in the session
PAGES = 5  # that a browser reads in that time
MADE_UP = ["", "x", "-1", "1e999", "nan", "0/0", "FFFFFFFF/FFFFFFFF", "9" * 400, "'", "\u0661"]
MADE_UP += ["2026-11-30", "None", "true", "[]", "{}", "a:b:c", "1/1/1", "/", "%", "é", "1:1:1"]
MADE_UP += ["\u00b2", "9" * 5000]


def test_own(site):
    """A browser sees what it wrote, also from another process.

    Tries: own.
    """
    for way, status in WAYS.items():
        browser = site.browser()
        began = time() + SLOW * (way == "slow")
        text = browser.ask(f"/{way}", "POST", status=status)
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
        site.during.append(lambda: in_new_thread(site.browser().ask, "/"))
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
            text = other.reads(REPLICA, f"A browser that has written nothing reads {given}")
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
        site.during.append(lambda given=given: in_new_thread(reads, given))
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
            text = browser.reads(REPLICA, f"{BACK} seconds after its last POST, a browser reads")
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
        says = "In a transaction, a browser that has written nothing reads"
        browser.reads(PRIMARY, says, "/atomic")
    rest_of_router(site.processes[0].router, Post)


def test_session(site):
    """What a POST puts into the session is there with the next page.

    Tries: own.
    """

    def just_catches_up(execute, sql, *rest):
        if "django_session" in sql and not sql.startswith("SELECT"):
            site.pair.resume()  # the replica has all that was written before, and not this
            site.pair.pause()
        return execute(sql, *rest)

    for _ in site.processes:
        browser = site.browser()
        with connection.execute_wrapper(just_catches_up):
            browser.ask("/log_in", "POST")
        says = "A POST logs a browser in, and its next page knows nothing of that: the replica has"
        expect(browser.ask("/name") == NAME, f"{says} the writes of the view, and no session yet.")


# What the checks above are made of.


@pytest.fixture
def site(time_passes, answer, replica, world, settings):
    """Arena in two processes, with a replica that stands still."""
    key = world.posts(2, comments=(2, 3), likes=(0, 0), tags=(0, 0))[0].pk
    replica.catch_up()
    replica.pause()
    site = SimpleNamespace(pair=replica, passes=time_passes, during=[])
    site.text = lambda alias: text_of(Post.objects.using(alias).get(pk=key), alias)
    settings.ROOT_URLCONF = urls(views(site, key))
    site.processes = load_twice(settings, answer)
    site.browser = partial(Visitor, Balancer(site.processes))
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

    def by_hand(request):
        with connection.cursor() as cursor:
            sql = "UPDATE discuss_comment SET body = %s WHERE id = %s"
            cursor.execute(sql, [f"Written by hand {next(numbers)}", first])
        return page(request)

    def log_in(request):
        request.session["name"] = NAME
        return page(request)

    def slow(request):
        site.passes(SLOW)
        return add(request)

    def refuse(request):
        return HttpResponse(add(request).content, status=400)

    def fails(request, after):
        after(request)
        raise ZeroDivisionError

    paths = {"": page, "atomic": transaction.atomic(page), "fail": partial(fails, after=page)}
    paths |= {"add": add, "edit": edit, "remove": remove, "slow": slow, "refuse": refuse}
    paths |= {"by_hand": by_hand, "log_in": log_in}
    paths["name"] = lambda request: HttpResponse(request.session.get("name", "nobody"))
    return {**paths, "crash": partial(fails, after=add)}


def text_of(post, alias=None):
    comments = post.comments.using(alias) if alias else post.comments
    return "\n".join(f"{one.pk} {one.body}" for one in comments.order_by("pk"))


class Visitor(Browser):
    """A browser, of which is known where its pages read."""

    def reads(self, alias, says, path="/"):
        """Return the text of a page; fail unless posts and comments came from one database."""
        with Meter() as meter:
            text = self.ask(path)
        reads_from(alias, [one for one in meter.queries if CONTENT.search(one.sql)], f"{says}:")
        return text
