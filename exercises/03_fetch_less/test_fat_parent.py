"""What checks fat_parent.py."""

from functools import partial

from arena.accounts.models import Profile
from arena.discuss.models import Post
from arena.worlds import PUBLISHING, repeat, withdraw
from kata.checks import at_most, growth, ledger, measure, same, whole_between

NOTHING_ELSE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0), "unrelated": False}
BIOGRAPHY = "I was born in a small town. " * 3_600  # 100 KB


def test_answer(answer, before, world):
    """The same posts with the same authors, in the same order.

    Tries: rows, no profile.
    """
    for number in (0, 1, 2, 8, 80):
        world.clear()
        world.posts(number, **NOTHING_ELSE)
        for limit in (50, 5, 1, 0):
            compare(answer, before, limit)
    same(answer.feed(), before.feed(), call="feed()", given="with more than 50 posts")
    world.shake()
    compare(answer, before, 50, "after the data had changed")
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    repeat()
    compare(answer, before, 5, "when the posts differ in nothing but their ids and authors")
    Profile.objects.all().delete()
    compare(answer, before, 50, "when nobody has a profile")
    world.clear()
    whole_between(
        lambda: (world.clear(), world.people(12), add_posts(world, 12)),
        answer.feed,
        withdraw,
        valid=before.feed,
        given="withdraws the newest post",
    )


def test_queries(answer, before, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, no profile.
    """
    growth(
        answer,
        before,
        ask=lambda module: module.feed(5000),
        world=world,
        grow=lambda number: (world.people(5 + number), add_posts(world, number)),
        unit="post",
        at_most=3,
        more=lambda number: add_posts(world, number),
    )


def test_rows(answer, before, world):
    """No biography reaches Python.

    Tries: fetched.
    """
    for authors, limit in ((5, 40), (5, 5), (200, 10)):
        world.clear()
        world.people(authors)
        Profile.objects.update(bio=BIOGRAPHY)
        add_posts(world, 60)
        why = f"for {limit} posts on a site of {authors} people with biographies of 100 KB"
        ask = partial(answer.feed, limit)
        ledger.spent(**{"MiB fetched": round(measure(ask).kib / 1024, 1)})
        page = at_most(ask, kib=2 * limit, rows=3 * limit, why=why)
        same(page, before.feed(limit), call=f"feed({limit})")


def add_posts(world, number):
    """Publish so many posts of the people that there are."""
    world.posts(number, drafts=0, **NOTHING_ELSE)


def compare(answer, before, limit, given=""):
    """Fail unless a page is right."""
    same(answer.feed(limit), before.feed(limit), call=f"feed({limit})", given=given)
