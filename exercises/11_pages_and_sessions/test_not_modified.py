"""What checks not_modified.py."""

import re
from datetime import timedelta
from functools import partial
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import TALKING, TINY, store
from kata.checks import again, at_most, at_most_queries, expect, fail, just_before, urls

ENGLISH, GERMAN = {"accept-language": "en"}, {"accept-language": "de-AT, en;q=0.5"}
FRENCH = {"accept-language": "de", "cookie": "_counter=GA1; django_language=fr"}
BRITISH = {"accept-language": "en-gb"}  # other dates than in English
BROWSERS = (ENGLISH, BRITISH, GERMAN, FRENCH, {}, {"cookie": "django_language=de"})
VALID = re.compile(r'(W/)?"[\x21\x23-\x7e]+"')
SIGNS = "|,:- "  # what texts may be joined with, and contain
CONDITIONS = {"ETag": "if-none-match", "Last-Modified": "if-modified-since"}


def test_answer(answer, before, site, world):
    """The same page and headers, in each language.

    Tries: page, headers.
    """
    for number in (0, 1, 25):
        world.clear()
        posts(world, number)
        for headers in BROWSERS if number else [ENGLISH]:
            right, page = site(before, headers), site(answer, headers)
            shows(page, right, f"with {number} posts and the request's headers {headers}")
            expect(VALID.fullmatch(page.etag), f"ETag: {page.etag or 'none'} is no valid ETag.")
            later = site(answer, headers, page)
            unchanged(later, "right after it came")
            for response in (page, later):
                for name in ("Vary", "Cache-Control"):
                    lost = words(right, name) - words(response, name)
                    says = f"A {response.status} lacks {name}: {', '.join(lost)}."
                    expect(not lost, says, "the headers of the page before, on a 304 too.")
            says = f"The page has ETag: {page.etag}, and its 304 has {later.etag or 'none'}."
            expect(later.tag == page.tag, says, "the same ETag.")


def test_fresh(answer, before, site, world):
    """Right after any change of what the page shows.

    Tries: fresh.
    """
    posts(world, 32)
    page = site(answer)
    for what in changes():
        right = site(before)
        assert right.text != page.text, what
        last, page = page, site(answer, {}, page)
        shows(page, right, f"after {what}")
        if "Last-Modified" in last.headers:  # a client may know no ETags
            only = {"Last-Modified": last.headers["Last-Modified"]}
            shows(site(answer, {}, only), right, f"after {what}, to If-Modified-Since alone")


def test_during(answer, before, site, world):
    """After a change during a request.

    Tries: fresh.
    """
    posts(world, 22)
    for number, asks in product(range(1, 6), (False, True)):
        Post.objects.update(title="Older")
        stale, changed = site(answer), []
        Post.objects.update(title="Old")
        change = lambda changed=changed: changed.append(write(shown()[0], title="New"))  # noqa: E731
        with just_before(number, change):
            page = site(answer, {}, stale if asks else None)
        last = site(answer, {}, page)
        seen = next(it.text for it in (last, page, stale) if it.status == 200)
        says = f"A title changed before query {number} of a request. From then on the ETag that"
        says += f" came with the old page is answered by {last.status}."
        expect(seen == site(before).text, says, "no old page with the ETag of a new one.")
        if not changed:
            break
        write(shown()[0], title="Old")  # which the ETag may have been made from
        copy, back = page if page.status == 200 else stale, site(answer, {}, page)
        says = f"A title changed before query {number} of a request, and was changed back after it."
        says += (
            f" Now the ETag that came is answered by {back.status}, which leaves the wrong page."
        )
        seen = (back if back.status == 200 else copy).text
        expect(seen == site(before).text, says, "no new page with the ETag of an old one.")


def test_language(answer, before, site, world):
    """Another language is another page.

    Tries: language.
    """
    posts(world, 22)
    rights = [(then, site(before, then)) for then in BROWSERS]
    for first in BROWSERS:
        page = site(answer, first)
        for then, right in rights:
            if right.text != page.text:
                given = f"with the headers {then}, and has the page for {first or 'neither'}"
                shows(site(answer, then, page), right, given)


def test_not_modified(answer, before, site, world):
    """304 while nothing on the page changes.

    Tries: not modified.
    """
    posts(world, 28)
    for gzip in (False, True):
        headers = {"accept-encoding": "gzip"} if gzip else {}
        page = site(answer, headers, gzip=gzip)
        one, weak = f'"{page.tag}"', f'W/"{page.tag}"'
        same = (page.etag, one, weak, f'"x", {one}', f'W/"x",{weak} , "y"', "*")
        for sent in (*same, f'"{page.tag}x"', f'"x{page.tag}"', '"x"', 'W/"x", "y"'):
            status = site(answer, headers, {"ETag": sent}, gzip=gzip).status
            says = f"The page has ETag: {page.etag}; If-None-Match: {sent} is answered by {status}."
            right = 304 if sent in same else 200
            expect(status == right, says, f"{right}.")
    server = again(answer)
    # Python's hash() of a text has another salt in each process.
    vars(server._module).setdefault("hash", lambda value: hash((value, 1)))
    unchanged(site(server, {}, site(answer)), "on another server")
    page = site(answer, {"cookie": "_counter=1"})
    unchanged(site(answer, {"cookie": "_counter=2"}, page), "after the cookie of a counter changed")
    for what in elsewhere():
        assert site(before).text == page.text, what
        unchanged(site(answer, {"cookie": "_counter=1"}, page), f"after {what}")


def test_cost(answer, site, world):
    """A 304 without the page's work.

    Tries: cost.
    """
    posts(world, 300)
    for headers in (ENGLISH, FRENCH):
        at_most_queries(partial(site, answer, headers), 2, "for a page")
        page = site(answer, headers)
        ask = partial(site, answer, headers, page)
        unchanged(at_most(ask, why="for a 304", queries=1, kib=8), "right after it came")


# What the checks above are made of.


@pytest.fixture
def site(settings):
    """Return a function that asks for the page, as a browser does that may have a copy of it."""
    usual = settings.MIDDLEWARE
    # Assigned, and not changed in place: then Django forgets the caches that it has opened.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()

    def ask(module, headers=(), copy=None, gzip=False):
        settings.ROOT_URLCONF = urls({"": module.home})
        settings.MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"] * gzip + usual
        known = copy if isinstance(copy, dict) else getattr(copy, "headers", {})
        asks = {asks: known[name] for name, asks in CONDITIONS.items() if name in known}
        response = Client().get("/", headers={**dict(headers), **asks})
        etag = response.get("ETag", "")
        return SimpleNamespace(
            status=response.status_code,
            text="" if gzip else response.getvalue().decode(),
            headers=dict(response.items()),
            etag=etag,
            tag=etag.removeprefix("W/").strip('"'),
        )

    yield ask
    cache.clear()


def words(response, name):
    """Return what a header lists."""
    return {word.strip().lower() for word in response.headers.get(name, "").split(",")}


def posts(world, number):
    """Make posts with texts of 2 KiB."""
    world.posts(number, comments=(0, 0), likes=(0, 0), tags=(0, 0))
    made = list(Post.objects.all())
    for post in made:
        post.body = f"{post.body} {post.pk}\n\n{200 * '<b>long</b> & '}"[:2048]
    store(made, "body")


def shown():
    """Return the posts that the page shows."""
    published = Post.objects.filter(published_at__isnull=False).select_related("author")
    return list(published.order_by("-published_at", "-pk")[:20])


def write(post, **values):
    """Change a post, and say so."""
    Post.objects.filter(pk=post.pk).update(**values)
    return f"the {' and the '.join(values)} of a post changed"


def rename(post, name):
    """Give the author of a post another name, and say so."""
    User.objects.filter(pk=post.author_id).update(username=name)
    return "the name of an author changed"


def changes():
    """Change what the page shows, again and again, and say what."""
    for post in shown()[::9]:
        for n in (0, 1000, 2047):
            post.body = f"{post.body[:n]}!{post.body[n + 1 :]}"
            yield write(post, body=post.body)
        yield write(post, title="Title")
        yield write(post, title="title")
        yield rename(post, f"name {post.pk}")
        yield write(post, author=User.objects.exclude(pk=post.author_id)[0])
    for name in ("title", "body", "author_id", "published_at"):
        one, *others = shown()[3:]
        other = next(each for each in others if getattr(each, name) != getattr(one, name))
        write(one, **{name: getattr(other, name)})
        write(other, **{name: getattr(one, name)})
        yield f"two posts exchanged their {name}"
    one.author = User.objects.create(username="of one post")
    yield write(one, author=one.author)
    for sign in SIGNS:
        for title, name in (
            (f"a{sign}", "b"),
            ("a", f"{sign}b"),
            ("b", f"a{sign}"),
            (f"{sign}b", "a"),
        ):
            yield f"{write(one, title=title)}, and {rename(one, name)}"
    Post.objects.update(published_at=F("published_at") + timedelta(days=40))
    yield "all dates changed"
    for place in (0, 7, 19):
        shown()[place].delete()
        yield f"post {place + 1} of the page was deleted"
    yield write(shown()[0], published_at=None)
    yield write(Post.objects.filter(published_at=None)[0], published_at=shown()[9].published_at)
    for post in shown()[1:20:16]:
        post.pk = None  # the same again, as another post
        post.save()
        yield "a post was added that says the same as another one"
    Post.objects.filter(published_at__isnull=False).update(published_at=TALKING[0])
    yield "all posts were published at the same time"
    yield write(shown()[4], published_at=TALKING[0] + TINY)  # the day stays
    for number in (3, 2, 1, 0):
        Post.objects.exclude(pk__in=[post.pk for post in shown()[:number]]).delete()
        yield f"all but {number} posts were deleted"


def elsewhere():
    """Change what the page does not show, again and again, and say what."""
    seen = shown()
    others = Post.objects.exclude(pk__in=[post.pk for post in seen])
    others.update(title="Other", body="Other")
    yield "drafts and older posts changed"
    User.objects.exclude(posts__in=seen).update(username=F("id"), first_name="New")
    yield "people changed who have written none of its posts"
    Post.objects.filter(pk__in=[post.pk for post in seen]).update(kept_likes=F("kept_likes") + 1)
    yield "the number of likes of its posts changed"
    User.objects.filter(posts__in=seen).update(last_login=TALKING[0])
    yield "the authors of its posts logged in"
    Comment.objects.create(post=seen[0], author=seen[1].author, body="Hm.", created_at=TALKING[0])
    Post.objects.create(title="Draft", body="New", author=seen[0].author)
    yield "a comment and a draft were added"
    others.earliest("published_at").delete()
    yield "an older post was deleted"


def shows(page, right, given):
    """Fail unless a browser gets the right page."""
    if (page.status, page.text) == (200, right.text):
        return
    pairs = enumerate(zip(page.text, right.text, strict=False))
    at = next((n for n, (one, other) in pairs if one != other), 0)
    says = f"A browser gets {page.status}{' and another page' * (page.status == 200)}, {given}."
    details = [f"expected  {right.text[at : at + 60]!r}", f"got       {page.text[at : at + 60]!r}"]
    details = details if page.status == 200 else []
    raise fail(says, "200 and the page as it is now.", details=details)


def unchanged(page, given):
    """Fail unless a browser is told that its page is still right."""
    says = f"A browser has the page, and gets {page.status} when it asks again, {given}."
    expect(page.status == 304, says, "304: nothing that the page shows has changed.")
