"""What checks who_am_i.py."""

from itertools import permutations
from types import ModuleType

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import path

from arena.accounts.models import User
from arena.discuss.models import Post
from kata.checks import at_most_queries, expect
from kata.checks.stored import lifetimes, visits

HOUR = 3600
NAMES = ("alice", "bob", "stranger")
ODD = ("<b>%s</b> & {}", "mr stranger", "stranger")
TITLES = (
    "stranger",
    "Hello, stranger!",
    "%s",
    "%(name)s",
    "{}",
    "{0}",
    "{name}",
    "$name",
    "__name__",
)


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


def test_odd(cache_server, answer, before, site, world):
    """A name and a title may be any text."""
    world.posts(len(TITLES), comments=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
    for post, title in zip(Post.objects.all(), TITLES, strict=True):
        Post.objects.filter(pk=post.pk).update(title=title)
    visitors = everybody(ODD)
    right = {name: oracle(site, before, visitors[name]) for name in ODD}
    for order in (ODD, ODD[::-1]):
        cache.clear()
        for name in order:
            shows(site, answer, (name, visitors[name]), right[name], "among posts with odd titles")


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
    Post.objects.update(title="Another title")

    def visit():
        return clients[0].get("/").content.decode()

    expect(
        "Another title" in visits(cache_server, HOUR, visit),
        "After an hour of visits strangers still see the page that was kept at first.",
        "nothing stays in the cache for more than an hour, however many see it.",
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


def everybody(names=NAMES):
    """Return a browser for each visitor; all but the last are logged in."""
    visitors = {name: Client() for name in names}
    for name in names[:-1]:
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
