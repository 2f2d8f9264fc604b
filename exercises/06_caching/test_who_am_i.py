"""What checks who_am_i.py."""

from itertools import permutations
from types import ModuleType

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import path

from arena.accounts.models import User
from kata.checks import at_most_queries, expect
from kata.checks.stored import lifetimes

HOUR = 3600
NAMES = ("alice", "bob", "stranger")


def test_answer(cache_server, answer, before, site, world):
    """The same page, for somebody and for nobody."""
    for number in (0, 1, 30):
        world.clear()
        world.posts(number, comments=(0, 0), likes=(0, 0), tags=(0, 0))
        visitors = everybody()
        for name in NAMES:
            right = oracle(site, before, visitors[name])
            for when in ("at first", "again"):
                shows(site, answer, (name, visitors[name]), right, f"{when}, with {number} posts")
            cache.clear()


def test_private(cache_server, answer, before, site, world):
    """Everybody sees their own name, whoever came before."""
    world.posts(5, comments=(0, 0))
    visitors = everybody()
    right = {name: oracle(site, before, visitors[name]) for name in NAMES}
    for order in permutations(NAMES):
        cache.clear()
        for name in (*order, *order):
            shows(
                site,
                answer,
                (name, visitors[name]),
                right[name],
                f"in the order {', '.join(order)}",
            )
    visitors["alice"].logout()
    shows(site, answer, ("alice", visitors["alice"]), right["stranger"], "after she had logged out")


def test_shared(cache_server, answer, site, world):
    """Strangers share one page, whatever cookies they have."""
    world.posts(5, comments=(0, 0))
    clients = [Client() for _ in range(20)]
    for number, client in enumerate(clients):
        client.cookies["_counter"] = f"GA1.{number}"
        client.cookies["banner"] = "seen"
    site(answer)
    pages = at_most_queries(
        lambda: {client.get("/").content for client in clients},
        2,
        "for 20 strangers with cookies of their own",
    )
    expect(len(pages) == 1, "Not all strangers see the same page.")
    kept = lifetimes(cache_server)
    long = [key for key, seconds in kept.items() if not 0 < seconds <= HOUR]
    expect(
        kept and not long, "What is in the cache stays there for ever.", "at most an hour.", long
    )


def test_somebody(cache_server, answer, site, world):
    """A few queries for somebody who is logged in."""
    world.posts(30, comments=(0, 0))
    alice = everybody()["alice"]
    site(answer)
    at_most_queries(lambda: alice.get("/").content, 3, "for a visit of somebody who is logged in")


@pytest.fixture
def site(settings):
    """Return a function that makes an answer's view the front page of Arena."""

    def serve(module):
        urls = ModuleType("urls_of_the_answer")
        urls.urlpatterns = [path("", module.home)]
        settings.ROOT_URLCONF = urls

    return serve


def everybody():
    """Return a browser for each visitor; two of them are logged in."""
    visitors = {name: Client() for name in NAMES}
    for name in NAMES[:2]:
        person, _ = User.objects.get_or_create(username=name)
        visitors[name].force_login(person)
    return visitors


def oracle(site, before, client):
    """Return the starter's page when nothing is in the cache, and leave the cache empty."""
    cache.clear()
    site(before)
    text = client.get("/").content.decode()
    cache.clear()
    return text


def shows(site, answer, visitor, right, given):
    """Fail unless a visitor, a name and a browser, sees the right page."""
    name, client = visitor
    site(answer)
    response = client.get("/")
    expect(response.status_code == 200, f"The page is answered with status {response.status_code}.")
    text = response.content.decode()
    line, right_line = (page.partition("</p>")[0].removeprefix("<p>") for page in (text, right))
    expect(
        line == right_line,
        f"The page of {name} says {line!r} and not {right_line!r} ({given}).",
        "nobody is shown what belongs to somebody else.",
    )
    expect(
        text == right,
        f"The page of {name} is another one than before ({given}).",
        details=[f"expected  {right[:150]}", f"got       {text[:150]}"],
    )
