"""What checks who_am_i.py."""

import re
from itertools import permutations

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from arena.accounts.models import User
from arena.discuss.models import Post
from kata.checks import again, at_most_queries, expect, expires, stays_fresh, urls, visits

HOUR = 3600
NAMES = ("alice", "bob", "stranger")
ALIKE = (  # what a key is made of may be the same for two of them
    "alice",
    "Alice",
    "ALICE",
    "alice ",
    " alice",
    "ali ce",
    "ali-ce",
    "ali_ce",
    "ali.ce",
    "ali:ce",
    "ali+ce",
    "@lice",
    "alicé",
    "alice\u0301",
    "strasse",
    "straße",
    "file",
    "ﬁle",
    149 * "k" + "1",
    149 * "k" + "2",
    "1" + 149 * "k",
    "stranger",
)
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
    """The same page, for somebody and for nobody.

    Tries: page.
    """
    for number in (0, 1, 30):
        world.clear()
        posts(world, number)
        visitors = everybody()
        for name in NAMES:
            right = oracle(site, before, visitors[name])
            server = again(answer)
            for when in ("at first", "again"):
                shows(site, server, (name, visitors[name]), right, f"{when}, with {number} posts")
            cache.clear()


def test_private(cache_server, answer, before, site, world):
    """Everybody sees their own name, in every order of visits.

    Tries: own name.
    """
    posts(world, 5)
    visitors = everybody()
    right = {name: oracle(site, before, visitors[name]) for name in NAMES}
    for order in permutations(NAMES):
        cache.clear()
        for name in (*order, *order):
            given = f"in the order {', '.join(order)}"
            shows(site, answer, (name, visitors[name]), right[name], given)
    User.objects.filter(username="bob").update(username="robert")
    page = right["bob"].replace("bob", "robert", 1)
    shows(site, answer, ("robert", visitors["bob"]), page, "after bob has been renamed")
    cookie = visitors["alice"].cookies[django_settings.SESSION_COOKIE_NAME].value
    visitors["alice"].logout()
    shows(site, answer, ("alice", visitors["alice"]), right["stranger"], "after she has logged out")
    visitors["alice"].cookies[django_settings.SESSION_COOKIE_NAME] = cookie
    given = "after she has logged out, and her browser still sends the cookie of the session"
    shows(site, answer, ("alice", visitors["alice"]), right["stranger"], given)


def test_alike(cache_server, answer, before, site, world):
    """People whose names are alike, and each sees their own.

    Tries: own name.
    """
    posts(world, 3)
    visitors = everybody((*ALIKE, "nobody"))
    ids = (str(client.session["_auth_user_id"]) for client in list(visitors.values())[:2])
    visitors |= dict(list(everybody((*ids, "nobody")).items())[:-1])  # named like others' ids
    right = {name: oracle(site, before, client) for name, client in visitors.items()}
    for order in (list(visitors), list(visitors)[::-1]):
        cache.clear()
        for name in order:
            given = "after people with names like this one"
            shows(site, answer, (name, visitors[name]), right[name], given)


def test_odd(cache_server, answer, before, site, world):
    """A name and a title may be any text.

    Tries: page, own name.
    """
    posts(world, len(TITLES), drafts=0)
    for post, title in zip(Post.objects.all(), TITLES, strict=True):
        Post.objects.filter(pk=post.pk).update(title=title)
    visitors = everybody(ODD)
    right = {name: oracle(site, before, visitors[name]) for name in ODD}
    for order in (ODD, ODD[::-1]):
        cache.clear()
        for name in order:
            shows(site, answer, (name, visitors[name]), right[name], "among posts with odd titles")
    for text in stand_ins():
        Post.objects.update(title=text)
        for name in ODD:
            page = oracle(site, before, visitors[name])
            shows(site, answer, (name, visitors[name]), page, f"among posts called {text!r}")


def test_shared(cache_server, answer, site, world):
    """Strangers share one page, whatever cookies they have.

    Tries: shared.
    """
    posts(world, 5)
    clients = strangers(20)
    site(answer)
    for when in ("", " while nothing is published"):
        cache.clear()
        pages = at_most_queries(
            lambda: {client.get("/").content for client in clients},
            2,
            f"for 20 strangers with cookies of their own{when}",
        )
        expect(len(pages) == 1, "Not all strangers see the same page.")
        Post.objects.update(published_at=None)


def test_cache(cache_server, answer, site, world):
    """The page is in the cache that all servers share.

    Tries: default cache.
    """
    posts(world, 5)
    clients = strangers(4)
    servers = again(answer), again(answer)

    def visit():
        pages = set()
        for number, client in enumerate(clients):
            site(servers[number % 2])
            pages.add(client.get("/").content)
        return pages

    at_most_queries(visit, 2, "for strangers on two servers")
    Post.objects.update(title="Another title")
    cache.clear()
    expect(
        all(b"Another title" in page for page in visit()),
        "After the cache was emptied strangers still see what was there before.",
        "what is shared is in Django's default cache.",
    )


def test_age(cache_server, answer, site, world):
    """A page is an hour old at most.

    Tries: age.
    """
    posts(world, 5)
    site(answer)
    alice, bob = (everybody()[name] for name in NAMES[:2])
    [stranger] = strangers(1)
    for client in (alice, bob, stranger):
        client.get("/")
    expires(cache_server, HOUR)
    others = ([stranger], [alice, bob])
    for number, visitors in enumerate(others):
        alice.get("/")
        Post.objects.update(title=f"Title {number}")
        visits(cache_server, HOUR, lambda visitors=visitors: [c.get("/") for c in visitors])
        for client in (stranger, alice, bob):
            text = client.get("/").content.decode()
            expect(
                f"Title {number}" in text,
                "After an hour of visits somebody still sees the page that was cached at first.",
                "no page is older than an hour, however often it is seen.",
            )
    expires(cache_server, HOUR, given="after hours of visits")


def test_renewed(cache_server, answer, before, site, world):
    """Nothing old is cached anew.

    Tries: age.
    """
    posts(world, 5)
    site(answer)
    alice, bob = (everybody()[name] for name in NAMES[:2])
    [stranger] = strangers(1)
    for number, late in enumerate((alice, stranger)):
        late.get("/")
        Post.objects.update(title=f"Later title {number}")
        text = visits(cache_server, HOUR, lambda late=late: late.get("/"), late=True).content
        expect(
            f"Later title {number}" in text.decode(),
            "After an hour in which each visit came just before a key expired, a visitor still "
            "sees the page that was cached at first.",
            "no page is older than an hour: what is renewed has to be made anew.",
        )
    expires(cache_server, HOUR, given="after hours of visits")
    visitors = {"alice": alice, "bob": bob, "stranger": stranger}
    stays_fresh(
        cache_server,
        lambda name: visitors[name].get("/").content.decode().partition("</p>")[2],
        lambda _: f"<ul>{before.newest()}</ul>",
        new_titles,
        arguments=NAMES,
        call="home",
        most=HOUR,
        steps=12,
    )


def test_somebody(cache_server, answer, site, world):
    """A few queries for somebody who is logged in.

    Tries: queries.
    """
    posts(world, 30)
    alice, _, stranger = everybody().values()
    site(answer)
    why = "for a visit of somebody who is logged in"
    at_most_queries(lambda: alice.get("/").content, 3, why)
    stranger.get("/")
    for _ in range(2):
        at_most_queries(lambda: alice.get("/").content, 3, why, keep_caches=True)


class Browser(Client):
    """A browser: it names the ETag of its last page, and shows that page again after a 304."""

    page = None

    def get(self, path):
        etag = self.page and self.page.get("ETag")
        response = super().get(path, headers={"if-none-match": etag} if etag else None)
        self.page = self.page if response.status_code == 304 else response
        return self.page


@pytest.fixture
def site(settings):
    """Return a function that makes an answer's view the front page of Arena."""

    def serve(module):
        settings.ROOT_URLCONF = urls({"": module.home})

    return serve


def posts(world, number, **more):
    """Make posts and nothing about them, with inactive people and staff among their authors."""
    world.posts(number, comments=(0, 0), likes=(0, 0), tags=(0, 0), **more)
    keys = list(User.objects.values_list("pk", flat=True))
    User.objects.filter(pk__in=keys[::2]).update(is_active=False)
    User.objects.filter(pk__in=keys[1::2]).update(is_staff=True)


def new_titles(random):
    """Give the posts titles that none had before."""
    Post.objects.update(title=f"Title {random.getrandbits(64)}")


def strangers(number):
    """Return browsers of visitors who are not logged in, each with cookies of its own."""
    clients = [Browser() for _ in range(number)]
    for count, client in enumerate(clients):
        client.cookies["_counter"] = f"GA1.{count}"
        client.cookies["banner"] = "seen"
    return clients


def stand_ins():
    """Return what stands in the cache in the place of a name."""
    client = cache._cache.get_client()
    values = [client.get(key) or b"" for key in client.scan_iter("*")]
    texts = [value.decode(errors="replace") for value in values]
    return {
        found
        for text in texts
        for found in re.findall("Hello, (.{1,60}?)!", text)
        if "\0" not in found
    }


def everybody(names=NAMES):
    """Return a browser for each visitor; all but the last are logged in."""
    visitors = {name: Browser() for name in names}
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
