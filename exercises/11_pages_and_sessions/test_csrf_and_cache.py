"""What checks csrf_and_cache.py."""

import logging
import re
import time
from contextlib import nullcontext
from itertools import permutations
from random import Random
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

from arena.discuss.models import Post, Tag
from kata.checks import again, at_most_queries, expect, same, urls

HOUR = 3600
PAUSES = (10, 30, 55)  # seconds between visits
FIELD = re.compile('name="csrfmiddlewaretoken" value="(.*?)"')
# What a browser says of a form that is on this site: it stands for no token.
OF_THIS_SITE = {
    "origin": "http://testserver",
    "referer": "http://testserver/",
    "sec-fetch-site": "same-origin",
    "x-requested-with": "XMLHttpRequest",
}
TITLES = (
    *("%s", "%(token)s", "{}", "{0}", "{token}", "{csrf_token}", "$token", "token", "csrf_token"),
    *("TOKEN", "CSRF_TOKEN", "__TOKEN__", "__CSRF__", "csrfmiddlewaretoken", "<form", "</ul>", ""),
    *('value=""', "A" * 64, "\\g<0>", "\\1"),
)


def test_form(answer, site, world):
    """Every visitor can send the form.

    Tries: form.
    """
    posts(world, 5)
    servers, person = (answer, again(answer)), world.people(1)[0]
    for order in permutations(("new", "other", "member")):
        cache.clear()
        visitors = [visitor(kind, person) for kind in order]
        for when in ("first", "second"):
            for number, client in enumerate(visitors):
                site(servers[number % 2])
                given = f"visitor {number + 1} of 3, on their {when} visit"
                sends(client, opened(client, given), given)
    client = visitors[0]
    tabs = [opened(client, "a visitor with two tabs") for _ in range(2)]
    for number, token in enumerate(tabs):
        sends(client, token, f"a visitor with two tabs, in tab {number + 1}")
    for secret, why in (
        ("B" * 32, "another csrftoken cookie, as after a log-in"),
        ("?", "a broken csrftoken cookie"),
    ):
        client.cookies["csrftoken"] = secret
        sends(client, opened(client, why), f"a visitor who has {why}")
    client.cookies.clear()
    sends(client, opened(client, "no cookies"), "a visitor who has deleted all cookies")


def test_protected(answer, site, world):
    """A POST without a token is refused.

    Tries: protected.
    """
    posts(world, 5)
    site(answer)
    for client in (visitor("new"), visitor("other")):
        for given in ("before a visit", "after a visit"):
            for token in (None, "", "A" * 64):
                refused(client, token, f"{given}, with the token {token!r}")
            opened(client, given)


def test_own(answer, site, world):
    """Nobody gets a token of somebody else.

    Tries: own token.
    """
    posts(world, 5)
    site(answer)
    visitors = [visitor(kind) for kind in ("new", "new", "same", "same", "other")]
    for _ in range(2):
        tokens = [opened(client, "") for client in visitors]
        for one, client in enumerate(visitors):
            for other, token in enumerate(tokens):
                if one != other:
                    given = (
                        f"of visitor {one + 1}, with the token from the page of visitor {other + 1}"
                    )
                    refused(client, token, given)


def test_shared(answer, site, world):
    """Visitors share what is cached, on all servers.

    Tries: shared, default cache.
    """
    posts(world, 30)
    servers = answer, again(answer)
    for when in ("", " while nothing is published"):
        for kinds in (["other"] * 20, ["new"] * 20):
            cache.clear()
            clients = [visitor(kind) for kind in kinds]

            def visit(clients=clients):
                for number, client in enumerate(clients):
                    site(servers[number % 2])
                    client.get("/")

            at_most_queries(visit, 2, f"for 20 visitors of two servers{when}")
        Post.objects.update(published_at=None)
    posts(world, 3)
    cache.clear()
    for server in servers:
        site(server)
        Post.objects.update(title=f"Title {id(server)}")
        cache.clear()
        text = Client().get("/").getvalue().decode()
        says = "After the cache was emptied the page still shows what was there before."
        expect(f"Title {id(server)}" in text, says, "Django's default cache holds what is shared.")


def test_page(answer, before, site, world):
    """The same page but for the token.

    Tries: page.
    """
    for number in (0, 1, 30):
        world.clear()
        posts(world, number)
        shows(site, answer, before, f"with {number} posts")
    world.clear()
    posts(world, len(TITLES), drafts=0)
    for post, title in zip(Post.objects.all(), TITLES, strict=True):
        Post.objects.filter(pk=post.pk).update(title=title)
    shows(site, answer, before, "with odd titles")
    for text in stand_ins():
        Post.objects.update(title=text)
        shows(site, answer, before, f"with posts called {text!r}")


def test_age(answer, site, world, monkeypatch):
    """A page is an hour old at most.

    Tries: age.
    """
    posts(world, 3, drafts=0)
    site(answer)
    random, started, passed = Random(1), time.time(), 0
    clients = visitor("new"), visitor("other")
    for client in clients:
        client.raise_request_exception = False
    monkeypatch.setattr(logging.getLogger("django.request"), "disabled", True)
    while passed < 3 * HOUR:
        Post.objects.update(title=f"Title {passed}")
        down = connection.execute_wrapper(refuse) if passed > 1.5 * HOUR else nullcontext()
        with patch.object(time, "time", lambda passed=passed: started + passed), down:
            response = random.choice(clients).get("/")
            left = [(end or 1e12) - time.time() for end in cache._expire_info.values()]
        text = response.getvalue().decode() if response.status_code == 200 else f"Title {passed}"
        made = int(re.search(r"Title (\d+)", text)[1])
        says = f"A visitor sees what was right {passed - made:,} seconds earlier."
        expect(
            passed - made <= HOUR,
            says,
            "an hour, however often the page is seen, and if the database fails.",
        )
        says = f"A key stays in the cache for {max(left, default=0):,.0f} seconds or forever."
        expect(max(left, default=0) <= HOUR + 1, says, "an hour.")
        passed += random.choice(PAUSES)


# What the checks above are made of.


@pytest.fixture
def site(settings):
    """Return a function that makes an answer's views those of a site with CSRF protection."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.csrf.CsrfViewMiddleware"]
    # Assigned, and not changed in place: then Django forgets the caches that it has opened.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()

    def serve(module):
        settings.ROOT_URLCONF = urls({"": module.home, "suggest/": module.suggest})

    yield serve
    cache.clear()


def refuse(*_):
    """Do what a database does that is down."""
    raise OperationalError("connection refused")


def posts(world, number, **more):
    """Make posts and nothing about them."""
    world.posts(number, comments=(0, 0), likes=(0, 0), tags=(0, 0), **more)


def visitor(kind, person=None):
    """Return a browser: new, with cookies that others have too, with its own, or logged in."""
    client = Client(enforce_csrf_checks=True)
    if kind in ("same", "other"):
        client.cookies["banner"] = "seen"
    if kind == "other":
        client.cookies["_counter"] = f"GA1.{id(client)}"
    if kind == "member":
        client.force_login(person)
    return client


def opened(client, given):
    """Visit the page; return the token in its form."""
    response = client.get("/")
    found = FIELD.findall(response.getvalue().decode())
    says = (
        f"The page has {len(found)} fields with a token and status {response.status_code}: {given}."
    )
    expect(len(found) == 1 and response.status_code == 200, says, "one form.")
    return found[0]


def post(client, token, headers=None):
    """Send the form; return the status, and whether it did anything."""
    name = f"tag {time.perf_counter_ns()}"
    data = {"tag": name} | ({} if token is None else {"csrfmiddlewaretoken": token})
    response = client.post("/suggest/", data, headers=headers)
    return response.status_code, Tag.objects.filter(name=name).exists()


def sends(client, token, given):
    """Fail unless a visitor can send the form."""
    status, done = post(client, token)
    cookie = "a" if client.cookies.get("csrftoken") else "no"
    says = (
        f"The form of {given} is answered by {status}; the browser has {cookie} csrftoken cookie."
    )
    expect((status, done) == (302, True), says, "302, and the tag is there.")


def refused(client, token, given):
    """Fail unless a POST is answered by 403."""
    for headers in ({}, OF_THIS_SITE):
        status, done = post(client, token, headers)
        says = f"A POST {given}, with the headers {headers}," if headers else f"A POST {given}"
        says += f" is answered by {status}{', and adds the tag' * done}."
        expect((status, done) == (403, False), says, "403.")


def shows(site, answer, before, given):
    """Fail unless the page is the starter's, at first and again, but for the token."""
    pages = []
    for module in (before, answer):
        cache.clear()
        site(module)
        client = visitor("new")
        texts = [one.get("/").getvalue().decode() for one in (client, client, visitor("other"))]
        pages.append([FIELD.sub("token", text) for text in texts])
    same(pages[1], pages[0], call="home()", given=given)


def stand_ins():
    """Return what is in the cache in the place of a token."""
    texts = [value.decode(errors="replace") for value in cache._cache.values()]
    return {found for text in texts for found in FIELD.findall(text) if found and "\0" not in found}
