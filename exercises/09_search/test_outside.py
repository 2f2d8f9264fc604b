"""What checks outside.py."""

from functools import partial

from django.utils import timezone

from arena.accounts.models import User
from arena.discuss.models import Post
from arena.search.backends import MemoryBackend, SearchError
from kata.checks import at_most, expect, fail, growth, plain, rows, same

try:
    from arena.search.engine import TantivyBackend as RealEngine
except ImportError:  # no tantivy in a browser
    RealEngine = MemoryBackend

ODD = ("50% of _all_", "50 per cent of all", 'He said "50%"', "C:\\n", "It's 50%%")
SMALL = {"comments": (0, 0), "replies": (0, 0), "likes": (0, 0), "tags": (0, 0)}


def test_answer(answer, before, world):
    """The same rows, in the order of the engine.

    Tries: rows, gone.
    """
    for number in (0, 1, 2, 30):
        world.clear()
        engine = Watched(indexed(world.posts(number, **SMALL)))
        for when in ("", "after posts were deleted, and others hidden"):
            for words in ("arena", "arena page", "a", "nowhere", "", "'; DROP TABLE --"):
                for limit in (50, 3, 1):
                    call = f"search(engine, {words!r}, {limit})"
                    expected = before.search(engine, words, limit)
                    got = answer.search(engine, words, limit)
                    same(got, expected, call=call, given=f"with {number} posts {when}".strip())
            Post.objects.filter(pk__in=keys()[::4]).delete()
            Post.objects.filter(pk__in=keys()[1::4]).update(published_at=None)
            User.objects.update(is_active=False)
        expected = before.search(engine, "arena")
        same(answer.search(engine, "arena"), expected, call="search(engine, 'arena')")


def test_queries(answer, before, world):
    """The same number of queries, however many hits.

    Tries: queries, rows.
    """
    engine = Watched(None)

    def grow(number):
        world.people(10)
        engine.real = indexed(world.posts(number, drafts=0, **SMALL))

    def more(number):
        engine.real = indexed([*Post.objects.all(), *world.posts(number, drafts=0, **SMALL)])

    growth(
        answer,
        before,
        ask=lambda module: module.search(engine, "arena", 5_000),
        world=world,
        grow=grow,
        more=more,
        unit="hit",
        at_most=3,
    )
    ask = partial(answer.search, engine, "arena", 10)
    at_most(ask, queries=3, rows=20, kib=20, why="for 10 hits among many more posts")


def test_engine(answer, world):
    """The engine is asked once, and not for long.

    Tries: engine.
    """
    real = indexed(world.posts(5, **SMALL))
    for error in (None, SearchError("too slow")):
        for words, limit in (("arena", 20), ("Two  Words", 3)):
            engine = Watched(real, error)
            plain(answer.search(engine, words, limit))
            given = "" if error is None else " when the engine is down"
            expect(
                len(engine.calls) == 1,
                f"search() called the engine {len(engine.calls)} times{given}.",
                "one call for a search.",
            )
            index, said, most, seconds = engine.calls[0]
            same((index, said, most), ("posts", words, limit), call="What the engine was asked")
            expect(
                isinstance(seconds, int | float) and 0 < seconds <= 0.5,
                f"A silent engine is waited for {seconds} seconds.",
                "a timeout of more than 0 and at most 0.5 seconds.",
            )


def test_down(answer, world):
    """Titles from the database when the engine is down, and not from all posts.

    Tries: down, bounded, queries, fetched.
    """
    down = Watched(None, SearchError("connection refused"))
    world.posts(30, **SMALL)
    odd = keys()[::3]
    for number, key in enumerate(odd):
        Post.objects.filter(pk=key).update(title=ODD[number % len(ODD)])
    searches(answer, down, ("50%", "_all_", "of all", "SAID", "it's", "\\", "nowhere", "'; DROP"))
    Post.objects.update(body="A long story. " * 50)
    world.people(20)
    world.posts(1_450, drafts=0.25, **SMALL)
    Post.objects.filter(pk__gte=keys()[900]).update(title="Filler", published_at=timezone.now())
    order = keys()
    Post.objects.filter(pk__in=order[-40:]).update(published_at=None)
    marked = [*order[:60], *order[-1_060:-1_020], *order[-50:]]
    Post.objects.filter(pk__in=marked).update(title="Zebra")
    searches(answer, down, ("zebra", "Filler"), given=" with over 1,000 posts")
    for words in ("Zebra", "Filler", "nowhere"):
        ask = partial(answer.search, down, words, 10)
        why = f"for search(engine, {words!r}, 10) when the engine is down"
        at_most(ask, queries=3, rows=20, kib=20, why=why)


def test_errors(answer, world):
    """Other errors are not hidden.

    Tries: other errors.
    """
    real = indexed(world.posts(5, **SMALL))
    for kind in (TypeError, LookupError, ConnectionError, TimeoutError):
        try:
            plain(answer.search(Watched(real, kind("a mistake in the code")), "arena"))
        except kind:
            continue
        raise fail(
            f"The engine raised a {kind.__name__}, and search() says nothing of it.",
            "only SearchError means that the engine is down.",
        )


class Watched:
    """An engine that notes what it is asked, and may be down."""

    def __init__(self, real, error=None):
        self.real, self.error, self.calls = real, error, []

    def search(self, index, words, *, limit=20, timeout=1.0):
        self.calls.append((index, words, limit, timeout))
        if self.error:
            raise self.error
        return self.real.search(index, words, limit=limit, timeout=timeout)


def indexed(posts):
    """Return an engine that has these posts."""
    engine = RealEngine()
    engine.create("posts-1")
    engine.switch("posts", "posts-1")
    texts = {
        post.pk: "arena " + f"page {post.title} " * (number * 7 % 5)
        for number, post in enumerate(posts)
    }
    engine.put("posts", texts)
    return engine


def keys():
    """Return the keys of all posts, ascending."""
    return list(Post.objects.order_by("pk").values_list("pk", flat=True))


def searches(answer, down, asked, given=""):
    """Fail unless the answer finds what is right without the engine."""
    names = {person.id: person.username for person in rows(User)}
    published = [post for post in rows(Post) if post.published_at is not None]
    recent = sorted(published, key=lambda post: -post.id)[:1_000]
    for words in asked:
        found = [post for post in recent if words.lower() in post.title.lower()]
        right = [
            {"id": post.id, "title": post.title, "author": names[post.author_id]} for post in found
        ]
        for limit in (5_000, 3, 1):
            got = answer.search(down, words, limit)
            call = f"search(engine, {words!r}, {limit})"
            same(got, right[:limit], call=call, given=f"when the engine is down{given}")
