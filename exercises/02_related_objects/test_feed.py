"""What checks feed.py."""

from datetime import UTC, datetime
from functools import partial
from types import SimpleNamespace

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post
from arena.worlds import PUBLISHING
from kata.checks import at_most, fetches_no, growth, newest_first, rows, same, unwanted

NOTHING_ELSE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0)}
FUTURE = datetime(2200, 1, 1, tzinfo=UTC)
POST, PERSON, CONTEST = "Another post", "Somebody else", "Another contest"


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends three queries for each post."""
    return SimpleNamespace(feed=feed)


def test_answer(answer, right, world):
    """The same posts, in the same order.

    Tries: rows, no relation.
    """
    for number in (0, 1, 2, 8, 80):
        fill(world, number, drafts=0.2)
        for limit in (50, 5, 1, 0):
            same(answer.feed(limit), right.feed(limit), call=f"feed({limit})")
    same(answer.feed(), right.feed(), call="feed()", given="with more than 50 posts")
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(answer.feed(5), right.feed(5), call="feed(5)", given=given)
    Post.objects.update(editor=None, contest=None)
    given = "when no post has an editor or a contest"
    for limit in (5, 50):
        same(answer.feed(limit), right.feed(limit), call=f"feed({limit})", given=given)


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, no relation.
    """
    growth(
        answer,
        right,
        ask=lambda module: module.feed(5000),
        world=world,
        grow=lambda number: fill(world, number),
        unit="post",
        at_most=4,
        more=lambda number: world.posts(number, drafts=0, **NOTHING_ELSE),
    )


def test_rows(answer, right, world):
    """Fetches only what it shows.

    Tries: fetched.
    """
    fill(world, 80)
    for limit in (10, 2):
        published = Post.objects.filter(published_at__isnull=False)
        strangers = hide(list(published.order_by("-published_at", "-pk")[:limit]))
        ask, why = partial(answer.feed, limit), f"for a page of {limit} posts out of 80"
        page = fetches_no(ask, *strangers, why=why)
        same(page, right.feed(limit), call=f"feed({limit})")
        at_most(ask, rows=6 * limit, kib=3 * limit, why=why)


def feed(limit=50):
    """Return what feed() has to return."""
    people = {None: None, **{person.id: person.username for person in rows(User)}}
    contests = {None: None, **{contest.id: contest.title for contest in rows(Contest)}}
    posts = newest_first(rows(Post), "published_at")
    return [
        {
            "title": post.title,
            "author": people[post.author_id],
            "editor": people[post.editor_id],
            "contest": contests[post.contest_id],
        }
        for post in posts[:limit]
    ]


def fill(world, number, *, drafts=0.0):
    """Make a site of so many posts by as many people, half of them about a contest."""
    world.clear()
    world.people(10 + number)
    world.contests(5 + number // 2, attempts=(0, 0))
    posts = world.posts(number, drafts=drafts, **NOTHING_ELSE)
    # A title may be empty, and a post be dated in the future.
    Contest.objects.filter(pk__in=[post.contest_id for post in posts[::3]]).update(title="")
    for post in posts[1:2]:
        Post.objects.filter(pk=post.pk).exclude(published_at=None).update(published_at=FUTURE)


def hide(shown):
    """Mark and return all posts, people and contests but those of these posts."""
    posts = Post.objects.exclude(pk__in=[post.pk for post in shown])
    people = User.objects.exclude(pk__in=[post.author_id for post in shown]).exclude(
        pk__in=[post.editor_id for post in shown if post.editor_id]
    )
    contests = Contest.objects.exclude(pk__in=[p.contest_id for p in shown if p.contest_id])
    posts.update(title=POST)
    people.update(username=Concat(Value(PERSON), "username"), first_name=PERSON)
    contests.update(title=CONTEST)
    return [
        unwanted("posts that are not shown", posts.values_list("pk", flat=True), POST),
        # Contests that are shown hold the keys of the people who set them.
        unwanted("people who are not shown", (), PERSON),
        unwanted("contests that are not shown", contests.values_list("pk", flat=True), CONTEST),
    ]
