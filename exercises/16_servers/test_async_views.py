"""What checks async_views.py. A service replies when the check has seen what it wants to see."""

import asyncio
import json
import logging
from collections import Counter
from itertools import product

import pytest
from django.db import OperationalError

from arena.contests.models import Contest
from arena.discuss.models import Post
from kata.checks import expect, newest_first, plural, rows, same, urls
from kata.checks.asgi import AsgiSite
from kata.checks.held_services import DATABASE, LOOK, LOOKS, HeldServices

ASYNC, BLOCKING = ("viewers", "queue"), ("sponsors",)
SERVICES = ASYNC + BLOCKING
TABLES = "contests_contest", "discuss_post"
MISSING = "no-such-contest"
HELD = 12  # visitors, of the 32 whom the threads can serve


def test_answer(answer, world, site):
    """The same response.

    Tries: answer.
    """
    for site.empty in ((), SERVICES):
        for slug in 2 * [*slugs(4), MISSING]:
            site.asked.clear()
            site.right(site.open_page(slug), slug)
            if slug != MISSING:
                site.asked_once(slug)
        world.shake()


def test_visitors(site):
    """Other visitors are answered while some wait.

    Tries: visitors.
    """
    slow, other = slugs(2)
    for name in SERVICES:
        with site.holding([name], slow) as number:
            for visitors in range(1, HELD + 1):
                site.waits(site.open_page(slow), slow, name, number, visitors)
            visit = site.open_page(other)
            says = f"services.{name}() lets {plural(HELD, 'visitor')} wait, and another one too."
            allowed = "another visitor, who asks for another contest, gets the page."
            expect(site.ended(visit), says, allowed)
            site.right(visit, other)


def test_together(site):
    """Services and database are asked at the same time.

    Tries: together.
    """
    [slug] = slugs(1)
    for name in (*SERVICES, DATABASE):
        with site.holding([name], slug) as number:
            visit = site.open_page(slug)
            site.waits(visit, slug, name, number)
            others = {*SERVICES, *TABLES} - ({*TABLES} if name == DATABASE else {name})
            site.until(lambda others=others: others <= {*dict(site.asked)})
            late = told(*others - {*dict(site.asked)})
            says = f"{told(name)} has not replied yet, and the page does not ask: {late}."
            expect(not late, says, "all are asked at the same time.")
        site.right(visit, slug)


def test_failure(site):
    """None for a service that is down.

    Tries: failure, answer.
    """
    [slug] = slugs(1)
    for names in (*((name,) for name in SERVICES), SERVICES, ()):
        site.down, given = names, f", with {' and '.join(names) or 'nothing'} down"
        site.asked.clear()
        site.right(site.open_page(slug), slug, given)
        site.asked_once(slug, given)


def test_left(site):
    """No call goes on that nobody waits for.

    Tries: left.
    """
    [slug] = slugs(1)
    with site.holding(ASYNC, slug):
        visit = site.open_page(slug)
        site.until(lambda: len(site.running) == len(ASYNC))
        visit.leave()
        site.no_call_goes_on("The visitor has left")
    site.ended(visit)
    site.broken = BLOCKING
    with site.holding(ASYNC, slug):
        # What is left may end with the error, or the page may wait for it.
        visit = site.open_page(slug)
        if site.ended(visit, LOOKS // 8):
            given = f"{told(*BLOCKING)} raises a TypeError, the visitor has got status"
            site.no_call_goes_on(f"{given} {visit.status}")
    site.ended(visit)
    site.broken, site.lingers = (), True
    with site.holding(ASYNC, MISSING):
        # A page that is not there may wait for the services, and need not.
        visit = site.open_page(MISSING)
        site.until(lambda: site.replied >= {*TABLES} and len(site.running) == len(ASYNC))
        if site.ended(visit, LOOKS // 8):
            site.no_call_goes_on(f"The visitor has got status {visit.status}")
    site.lingers = False
    site.right(visit, MISSING)


def test_connection(site):
    """One connection, closed in the end.

    Tries: connection.
    """
    for slug, site.fails in product(slugs(3), (False, True)):
        site.connections.clear()
        visit = site.open_page(slug)
        if site.fails:
            expect(site.ended(visit), "A query raises an error, and the page does not end.")
        else:
            site.right(visit, slug)
        number = len(site.connections)
        says = f"A request opens {plural(number, 'connection')} to the database."
        expect(number <= 1, says, "at most 1.")
        still = sum(one.connection is not None for one in site.connections)
        says = "ends, as a query has raised an error" if site.fails else "is answered"
        expect(not still, f"The request {says}, and its connection is still open.")


# What the checks above are made of.


@pytest.fixture
def site(answer, world):
    """Arena with the page of the answer, and services that do what a check says."""
    contests = world.contests(4)
    world.posts(30, drafts=0.3)
    Post.objects.filter(pk__in=[post.id for post in rows(Post)[::2]]).update(contest=contests[0])
    logging.disable(logging.CRITICAL)
    site = Site(ASYNC, BLOCKING, TABLES)
    try:
        with AsgiSite(urls({"<slug>/": answer.page}, services=site.functions)) as site.server, site:
            yield site
    finally:
        logging.disable(logging.NOTSET)


def slugs(number):
    """Return the slugs of contests, that with most posts first."""
    posts = Counter(post.contest_id for post in rows(Post))
    contests = sorted(rows(Contest), key=lambda contest: (-posts[contest.id], contest.id))
    return [contest.slug for contest in contests[:number]]


def told(*names):
    """Return what is asked, as a sentence names it."""
    return ", ".join(f"services.{name}()" if name in SERVICES else name for name in sorted(names))


class Site(HeldServices):
    """The services of the site, and what its visitors get.

    Attributes:
        lingers: whether a call that is canceled goes on, as one that says goodbye to its server.
        lingering: the names of those that do.
        fails: whether the query for posts raises an error.
    """

    lingers, fails, lingering = False, False, ()

    async def _wait(self, name, key):
        try:
            return await super()._wait(name, key)
        except asyncio.CancelledError:
            while self.lingers:
                self.lingering = {*self.lingering, name}
                await asyncio.sleep(LOOK)
            raise

    def _reply(self, name, key):
        if name in self.down:
            raise ConnectionResetError(f"{name} is down")  # for which a client may ask again
        return super()._reply(name, key)

    def _see(self, execute, sql, *rest):
        if self.fails and TABLES[1] in sql:
            raise OperationalError("canceled: statement timeout")
        return super()._see(execute, sql, *rest)

    def asked_once(self, slug, given=""):
        """Fail unless a page has asked each service once."""
        for name in SERVICES:
            calls = self.asked.count((name, slug))
            says = f"services.{name}() is called {plural(calls, 'time')} for a page{given}."
            expect(calls == 1, says, "once.")

    def open_page(self, slug):
        return self.server.open(f"/{slug}/")

    def ended(self, visit, looks=LOOKS):
        """Return whether a visitor is answered, after waiting for that."""
        return self.until(lambda: visit.ends(0), looks)

    def no_call_goes_on(self, given):
        """Fail if a service is still waited for."""
        is_right = self.until(lambda: not self.running and not self.lingering)
        calls = told(*{*self.running, *self.lingering})
        expect(is_right, f"{given}, and these calls go on: {calls}", "no call.")

    def waits(self, visit, slug, name, number, visitors=1):
        """Fail unless what is held has been asked for so many visitors, the last one included."""
        self.until(lambda: number() >= visitors or visit.ends(0))
        if visit.ends(0):
            self.right(visit, slug)
        says = f"{plural(visitors, 'visitor')} at the same time, and {told(name)} is asked for "
        expect(number() >= visitors, f"{says}{number()} of them.", "for each.")

    def right(self, visit, slug, given=""):
        """Fail unless a visitor gets the right page."""
        is_right = self.ended(visit)
        expect(is_right, f"A page is not answered{given}.", "it is: all services have replied.")
        contest = {row.slug: row for row in rows(Contest)}.get(slug)
        errors = self.server.errors if visit.status == 500 else ()
        error = f": {errors[-1]!r}"[:120] if errors else ""
        says = f"The page of {slug} gets status {visit.status}{given}{error}."
        status = 200 if contest else 404
        expect(visit.status == status, says, f"status {status}.")
        if not contest:
            return
        posts = [p for p in rows(Post) if p.contest_id == contest.id and p.published_at]
        titles = [post.title for post in newest_first(posts, "published_at")[:5]]
        right = {"title": contest.title, "posts": titles}
        right |= {name: self.right_reply(name, slug) for name in SERVICES}
        same(json.loads(visit.content), right, call=f"the page of {slug}{given}")
        says = f"The page is of the type {visit.content_type!r}."
        expect(visit.content_type == "application/json", says, "application/json.")
