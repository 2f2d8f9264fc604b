"""What checks async_views.py.

No service takes any time. One that a check holds replies when the check has seen what it wants to
see, so no verdict depends on how fast this machine is.
"""

import asyncio
import json
import logging
import re
import threading
import time
from collections import Counter
from contextlib import contextmanager
from functools import partial

import pytest
from django.db.backends.signals import connection_created

from arena.contests.models import Contest
from arena.discuss.models import Post
from kata.checks import expect, newest_first, plural, rows, same, urls
from kata.checks.asgi import AsgiSite

DATABASE, ASYNC, BLOCKING = "the database", ("viewers", "queue"), ("sponsors",)
MISSING = "no-such-contest"
SERVICES = ASYNC + BLOCKING
TABLES = "contests_contest", "discuss_post"
LOOKS = 1200  # after each of which the other threads may go on; only wrong answers need so many
HELD = 3  # visitors


def test_answer(answer, world, site):
    """The same response.

    Tries: answer.
    """
    for _ in range(2):
        for slug in 2 * [*slugs(4), MISSING]:
            site.asked.clear()
            site.right(site.open_page(slug), slug)
            for name in SERVICES if slug != MISSING else ():
                calls = site.asked.count((name, slug))
                says = f"services.{name}() is called {plural(calls, 'time')} for a page."
                expect(calls == 1, says, "once.")
        world.shake()


def test_visitors(answer, site):
    """Other visitors are answered while some wait.

    Tries: visitors.
    """
    slow, other = slugs(2)
    for name in SERVICES:
        with site.holding([name], slow) as waits:
            for number in range(HELD):
                waits(site.open_page(slow), number + 1)
            visit = site.open_page(other)
            says = f"services.{name}() lets {plural(HELD, 'visitor')} wait, and another one too."
            allowed = "another visitor, who asks for another contest, gets the page."
            site.until(lambda visit=visit: visit.ends(0))
            expect(visit.ends(0), says, allowed)
            site.right(visit, other)


def test_together(answer, site):
    """Services and database are asked at the same time.

    Tries: together.
    """
    [slug] = slugs(1)
    for name in (*SERVICES, DATABASE):
        with site.holding([name], slug) as waits:
            visit = site.open_page(slug)
            waits(visit)
            others = {*SERVICES, *TABLES} - ({*TABLES} if name == DATABASE else {name})
            site.until(lambda others=others: others <= {*dict(site.asked)})
            late = told(*others - {*dict(site.asked)})
            says = f"{told(name)} has not replied yet, and the page does not ask: {late}."
            expect(not late, says, "all are asked at the same time.")
        site.right(visit, slug)


def test_failure(answer, site):
    """None for a service that is down.

    Tries: failure.
    """
    [slug] = slugs(1)
    for names in (*((name,) for name in SERVICES), SERVICES, ()):
        site.down = names
        site.right(site.open_page(slug), slug, f", with {' and '.join(names) or 'nothing'} down")


def test_left(answer, site):
    """No call goes on that nobody waits for.

    Tries: left.
    """
    [slug] = slugs(1)
    with site.holding(ASYNC, slug):
        visit = site.open_page(slug)
        site.until(lambda: len(site.running) == len(ASYNC))
        visit.leave()
        site.until(lambda: not site.running)
        says = "The visitor has left, and these calls go on: "
        expect(not site.running, says + told(*site.running), "no call.")
    site.until(lambda: visit.ends(0))
    site.broken = BLOCKING
    with site.holding(ASYNC, slug):
        # What is left may end with the error, or the page may wait for it.
        visit = site.open_page(slug)
        site.until(lambda: visit.ends(0), LOOKS // 8)
        if visit.ends(0):
            site.until(lambda: not site.running)
        says = (
            f"{told(*BLOCKING)} raises a TypeError, the visitor has got status {visit.status}, and"
        )
        is_right = not (visit.ends(0) and site.running)
        expect(is_right, f"{says} these calls go on: {told(*site.running)}", "no call.")
    site.until(lambda: visit.ends(0))
    site.broken = ()
    with site.holding(ASYNC, MISSING):
        # A page that is not there may wait for the services, and need not.
        visit = site.open_page(MISSING)
        site.until(lambda: site.replied >= {*TABLES} and len(site.running) == len(ASYNC))
        site.until(lambda: visit.ends(0), LOOKS // 8)
        if visit.ends(0):
            site.until(lambda: not site.running)
        says = f"The visitor has got status {visit.status}, and these calls go on: "
        is_right = not (visit.ends(0) and site.running)
        expect(is_right, says + told(*site.running), "no call.")
    site.right(visit, MISSING)


def test_connection(answer, site):
    """One connection, closed in the end.

    Tries: connection.
    """
    for slug in slugs(3):
        site.made.clear()
        site.right(site.open_page(slug), slug)
        number = len(site.made)
        says = f"A request opens {plural(number, 'connection')} to the database."
        expect(number <= 1, says, "at most 1.")
        still = sum(one.connection is not None for one in site.made)
        expect(not still, "The request is answered, and its connection is still open.")


# What the checks above are made of.


@pytest.fixture
def site(answer, world):
    """Arena with the page of the answer, and services that do what a check says."""
    contests = world.contests(4)
    world.posts(30, drafts=0.3)
    Post.objects.filter(pk__in=[post.id for post in rows(Post)[::2]]).update(contest=contests[0])
    logging.disable(logging.CRITICAL)
    try:
        with Site(answer) as site:
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


class Services:
    """The three services, as the answer has them: they do what the site says."""

    def __init__(self, site):
        self.viewers = partial(self._wait, site, "viewers")
        self.queue = partial(self._wait, site, "queue")
        self.sponsors = partial(self._block, site)

    @staticmethod
    async def _wait(site, name, slug):
        site.running.append(name)
        try:
            held = site.ask(name, slug)
            while held and not held.is_set():
                await asyncio.sleep(0.002)
            return site.reply(name, slug)
        finally:
            site.running.remove(name)

    @staticmethod
    def _block(site, slug):
        held = site.ask("sponsors", slug)
        if held:
            held.wait()
        return site.reply("sponsors", slug)


class Site(AsgiSite):
    """The site, and what its services and its database are asked."""

    def __init__(self, answer):
        super().__init__(urls({"<slug>/": answer.page}, services=Services(self)))
        self.held, self.free, self.down, self.broken = (), threading.Event(), (), ()
        self.asked, self.made, self.running, self.replied = [], [], [], set()  # by all threads

    def __enter__(self):
        connection_created.connect(self.connected)
        return super().__enter__()

    def __exit__(self, *exception):
        self.free.set()
        super().__exit__(*exception)
        connection_created.disconnect(self.connected)

    def open_page(self, slug):
        return self.open(f"/{slug}/")

    def connected(self, connection, **more):
        """See what a new connection of the site is asked."""
        self.made.append(connection)
        if self.see not in connection.execute_wrappers:
            connection.execute_wrappers.append(self.see)

    def see(self, execute, sql, *rest):
        tables = [table for table in TABLES if re.search(rf"\b{table}\b", sql)]
        self.asked += [(table, None) for table in tables]
        if (DATABASE, None) in self.held:
            self.asked.append((DATABASE, None))
            self.free.wait()
        try:
            return execute(sql, *rest)
        finally:
            self.replied.update(tables)

    def ask(self, name, slug):
        """Note that a service is asked; return an event if it does not reply before that."""
        self.asked.append((name, slug))
        return self.free if (name, slug) in self.held else None

    def reply(self, name, slug):
        if name in self.down:
            raise ConnectionError(f"{name} is down")
        if name in self.broken:
            raise TypeError(f"{name} has a bug")
        return self.right_reply(name, slug)

    def right_reply(self, name, slug):
        if name in self.down:
            return None
        number = len(name + slug)
        return [f"{name} {n} of {slug}" for n in range(2)] if name in BLOCKING else number

    def until(self, holds, looks=LOOKS):
        """Wait until something is so; an answer that is wrong may never come to that."""
        for _ in range(looks):
            if holds():
                return
            time.sleep(0.002)

    @contextmanager
    def holding(self, names, slug):
        """Let services, or the database, not reply for the length of a block."""
        self.free.clear()
        self.asked.clear()
        self.replied.clear()
        self.held = [(name, None if name == DATABASE else slug) for name in names]

        def waits(visit, visitors=1):
            def number():
                return min(map(self.asked.count, self.held))

            self.until(lambda: number() >= visitors or visit.ends(0))
            if visit.ends(0):
                self.right(visit, slug)
            says = (
                f"{plural(visitors, 'visitor')} at the same time, and {told(*names)} is asked for "
            )
            expect(number() >= visitors, f"{says}{number()} of them.", "for each.")

        try:
            yield waits
        finally:
            self.held = ()
            self.free.set()

    def right(self, visit, slug, given=""):
        """Fail unless a visitor gets the right page."""
        says = f"A page is not answered{given}."
        self.until(lambda: visit.ends(0))
        expect(visit.ends(0), says, "it is: all services have replied.")
        contest = {row.slug: row for row in rows(Contest)}.get(slug)
        error = f": {self.errors[-1]!r}"[:120] if visit.status == 500 and self.errors else ""
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
