"""What checks deferred.py."""

from types import SimpleNamespace

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat

from arena.accounts.models import User
from arena.discuss.models import Post
from arena.worlds import PUBLISHING
from kata.checks import (
    expect,
    fetches_no,
    growth,
    just_before,
    newest_first,
    plain,
    rows,
    same,
    unwanted,
)

NOTHING_ELSE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0)}
REST, OTHER = "§", "Another post"


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends three queries for each post."""
    return SimpleNamespace(cards=cards)


def test_answer(answer, world):
    """The same cards in the same order.

    Tries: rows.
    """
    for number in (0, 1, 2, 8, 60):
        fill(world, number)
        for limit in (50, 5, 1, 0):
            same(answer.cards(limit), cards(limit), call=f"cards({limit})")
    same(answer.cards(), cards(), call="cards()", given="with 60 posts")
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(answer.cards(5), cards(5), call="cards(5)", given=given)
    Post.objects.update(editor=User.objects.create(pk=0, username="zero"))
    same(answer.cards(), cards(), call="cards()", given="with an editor whose key is 0")


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows.
    """
    growth(
        answer,
        right,
        ask=lambda module: module.cards(5000),
        world=world,
        grow=lambda number: fill(world, number),
        unit="post",
        at_most=3,
        more=lambda number: world.posts(number, drafts=0, **NOTHING_ELSE),
    )
    fill(world, 8)
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    newest, shown = Post.objects.exclude(published_at=None).latest("pk"), cards(8)
    with just_before(2, lambda: Post.objects.filter(pk=newest.pk).delete()):
        got = plain(answer.cards(5))
    says = "A post is deleted between two queries of cards(5), and it returns"
    expect(all(card in shown for card in got), f"{says} {got!r:.80}", "what the posts say.")


def test_text(answer, world):
    """No more of a text reaches Python than a card shows.

    Tries: text, rows.
    """
    fill(world, 60)
    Post.objects.update(body="." * 100 + REST * 1000)
    right = cards(10)
    published = Post.objects.filter(published_at__isnull=False)
    shown = published.order_by("-published_at", "-pk").values_list("pk", flat=True)[:10]
    others = Post.objects.exclude(pk__in=list(shown))
    others.update(title=OTHER, body=Concat(Value(OTHER), F("body")))
    long = unwanted("posts with more than 100 characters of their text", (), REST)
    hidden = unwanted("posts that are not shown", (), OTHER)
    got = fetches_no(lambda: answer.cards(10), long, hidden, why="for a page of 10 posts out of 60")
    same(got, right, call="cards(10)")


def cards(limit=50):
    """Return what cards() has to return."""
    return [
        {
            "title": post.title,
            "teaser": post.body[:100],
            "kept_likes": post.kept_likes,
            "edited": post.editor_id is not None,
        }
        for post in newest_first(rows(Post), "published_at")[:limit]
    ]


def fill(world, number):
    """Make so many posts, some of them without a text and some with a text of many alphabets."""
    world.clear()
    world.people(10 + number)
    posts = world.posts(number, **NOTHING_ELSE)
    keys = [post.pk for post in posts]
    Post.objects.filter(pk__in=keys[::7]).update(body="")
    Post.objects.filter(pk__in=keys[1::7]).update(body="né 數 🏆\n " * 40)
    Post.objects.filter(pk__in=keys[2::7]).update(body="x" * 99 + "yz", kept_likes=0)
