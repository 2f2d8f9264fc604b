"""What checks fragments.py, with Django's cache in the memory of this process."""

import ast
import inspect
import re
import time
from functools import partial
from itertools import product, zip_longest

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import translation
from django.utils.timezone import now

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag
from kata.checks import again, at_most_queries, expect, plural, set_clocks, urls

MOST = 600  # seconds
SOON = 5  # seconds before a key expires
LONGEST = 40  # characters of a name
LANGUAGES = ("en", "de")
NAMES = ("alice", "bob", "")  # nobody is logged in without a name
ALIKE = ("stranger", "AnonymousUser", "None", "0", "Alice", "alice ", "alice:en", "en", "<b>%s")
VISITORS = list(product(NAMES, LANGUAGES))
MARK = re.compile(r"[^\w\s<>]+\w+[^\w\s<>]+")  # such as [name], for a text that is put there
BACKENDS = "django.core.cache.backends"
MEMORY = {"BACKEND": f"{BACKENDS}.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 100_000}}
NONE = {"default": {"BACKEND": f"{BACKENDS}.dummy.DummyCache"}}


def test_answer(answer, before, site):
    """The same page, for members and strangers, in each language.

    Tries: page.
    """
    for number, visitor in product((0, 1, 30), VISITORS):
        if visitor == VISITORS[0]:
            site.fill(number)
            server = again(answer)
        right = site.right(before, visitor)
        for when in ("at first", "again"):
            site.shows(server, visitor, right, f"{when}, with {plural(number, 'post')}")
        cache.clear()


def test_language(answer, before, site):
    """Visitors of two languages come in any order.

    Tries: language.
    """
    for name, first in product(("", "alice"), LANGUAGES):
        right = {language: site.right(before, (name, language)) for language in LANGUAGES}
        for language in (first, *LANGUAGES, *LANGUAGES[::-1]):
            site.shows(answer, (name, language), right[language], f"after one in {first!r}")
        cache.clear()


def test_own_part(answer, before, site):
    """Members and strangers come in any order, and each sees their own part.

    Tries: own part.
    """
    site.fill(30, [*NAMES[:2], *ALIKE, *literals(answer)])
    site.join(str(site.members["alice"].pk))  # another member's id
    names = [*site.members, ""]
    right = {name: site.right(before, (name, "en")) for name in names}
    for order in (names, names[::-1], sorted(names)):
        cache.clear()
        for name in (*order, *order):
            site.shows(answer, (name, "en"), right[name], "after visits of others")
    site.browsers["bob"].logout()
    site.shows(answer, ("bob", "en"), right[""], "right after a log-out")


def test_shared(answer, site):
    """What all see is made once.

    Tries: shared.
    """
    for language, most in zip(LANGUAGES, (2, 1), strict=True):
        why = f"for 20 strangers who read {language!r}"
        why += " after 20 who read another language" if most == 1 else ""
        visits = partial(site.visits, answer, [(f"_{n}", language) for n in range(20)])
        at_most_queries(visits, most, why, keep_caches=most == 1)


def test_queries(answer, site):
    """A member finds what all share, and the next time their own part too.

    Tries: queries.
    """
    for language, names in zip(LANGUAGES, (NAMES[:2], NAMES[1::-1]), strict=True):
        cache.clear()
        site.visits(answer, [("", language)])
        for name, (most, when) in product(names, ((3, "first"), (2, "second"), (2, "third"))):
            visit = partial(site.visits, answer, [(name, language)])
            why = f"for the {when} visit of {name}, after a stranger's"
            at_most_queries(visit, most, why, keep_caches=True)


def test_cache(answer, before, site):
    """What is cached is in the cache that all servers share.

    Tries: default cache.
    """
    servers = again(answer), again(answer)
    for name, most in (("", 0), ("alice", 2)):
        site.visits(servers[0], [(name, "en")])
        visit = partial(site.visits, servers[1], [(name, "en")])
        at_most_queries(visit, most, "for a page that another server has made", keep_caches=True)
    site.change()
    cache.clear()
    for name, server in product(("", "alice"), servers):
        right = site.right(before, (name, "en"))
        site.shows(server, (name, "en"), right, "after a change, with an emptied cache")


def test_age(answer, before, site):
    """A change shows within ten minutes, however visitors come.

    Tries: age.
    """
    with set_clocks() as clocks:
        server = again(answer)
        for stride, late in product((1, 2, 3), (True, False)):
            cache.clear()
            site.visits(server, VISITORS[:1])
            site.change()
            passed, number = 0.0, 0
            while passed <= MOST:
                longest = max([2 * SOON, *left()]) if late else 45
                step = min(longest - SOON, MOST + 1)  # forever is no step
                passed, number = passed + step, number + stride
                clocks.wait(1000 * step)
                site.visits(server, [VISITORS[number % 6]])
            for visitor in VISITORS:
                right = site.right(before, visitor)
                site.shows(server, visitor, right, f"{passed:.0f} seconds after a change")
            says = f"A key stays in the cache for {max(left()):,.0f} seconds."
            expect(max(left()) <= MOST, says, f"at most {MOST}.")


class Site:
    """Arena with the front page of an answer, and a browser for each visitor."""

    def __init__(self, settings, world):
        settings.ROOT_URLCONF = urls({"": self.home})
        settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates"}]
        settings.CACHES = {"default": {**MEMORY, "LOCATION": f"{id(self)}"}}
        cache.clear()
        self.world = world
        self.fill(5)

    def home(self, request):
        translation.activate(self.language)
        request.LANGUAGE_CODE = self.language
        return self.module.home(request)

    def fill(self, number, names=NAMES[:2]):
        """Begin anew with posts and members."""
        self.world.clear()
        self.members, self.browsers = {}, {}
        self.world.posts(number)
        Tag.objects.bulk_create(Tag(name=f"tag {n % 5}{n}") for n in range(number))
        for name in names:
            self.join(name)

    def join(self, name):
        """Let somebody log in who has a post with comments: at first none, later more and more."""
        self.members[name] = member = User.objects.create(username=name)
        post = Post.objects.create(author=member, title="Mine", body="", published_at=now())
        author = User.objects.create(username=f"{name} is gone", is_active=False)
        said = {"post": post, "author": author, "body": "", "created_at": now()}
        for n in range(3 * len(self.members) - 2):
            Comment.objects.create(**said, is_approved=n > 0)
        self.browsers[name] = Client()
        self.browsers[name].force_login(member)

    def change(self):
        """Change whatever the page shows."""
        self.world.shake()
        for one in (Post, Tag):
            one.objects.latest("pk").save()  # and say so, by a signal
        keys = [member.pk for member in self.members.values()]
        User.objects.filter(pk__in=keys).update(is_active=True)

    def visits(self, module, visitors):
        """Let visitors, each a name and a language, open the page; return the last response."""
        self.module = module
        for name, self.language in visitors:
            browser = self.browsers.setdefault(name, Client())
            browser.cookies["_counter"] = f"GA1.{id(browser)}"
            response = browser.get("/")
        return response

    def right(self, before, visitor):
        """Return the starter's page, which it makes without a cache."""
        with override_settings(CACHES=NONE):
            return tidy(self.visits(before, [visitor]))

    def shows(self, module, visitor, right, given):
        """Fail unless a visitor sees the right page."""
        response = self.visits(module, [visitor])
        whose = f"The page of {repr(visitor[0]) if visitor[0] else 'a stranger'} in {visitor[1]!r}"
        status = response.status_code
        expect(status == 200, f"{whose} is answered with status {status} ({given}).")
        for got, line in zip_longest(tidy(response), right, fillvalue="nothing"):
            expect(got == line, f"{whose} says {got!r} and not {line!r} ({given}).")


def literals(answer):
    """Return texts that stand in the answer, each of which may be somebody's name."""
    nodes = ast.walk(ast.parse(inspect.getsource(answer._module)))
    values = {node.value for node in nodes if isinstance(node, ast.Constant)}
    texts = {value for value in values if isinstance(value, str)}
    texts |= {mark for text in texts for mark in MARK.findall(text)}
    return sorted(text for text in texts - {*NAMES, *ALIKE} if len(text) <= LONGEST)


def left():
    """Return for how many seconds each key stays in the cache."""
    ends = cache._expire_info.values()
    return [0, *(float("inf") if end is None else end - time.time() for end in ends)]


def tidy(response):
    """Return the lines of a page, without white space between its tags."""
    text = re.sub(r"\s+", " ", response.content.decode()).strip()
    return re.sub(r" ?(<[^>]*>) ?", r"\1", text).replace("<li>", "\n<li>").split("\n")


@pytest.fixture(autouse=True)
def site(settings, world):
    """Arena, before the answer is loaded."""
    yield Site(settings, world)
    translation.deactivate()
