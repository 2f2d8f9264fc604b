"""What checks counts.py."""

from collections import Counter
from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection

from arena.discuss.models import Comment, Like, Post
from arena.worlds import PUBLISHING, TALKING
from kata.checks import (
    at_most,
    expect,
    fetches_no,
    growth,
    just_before,
    lighter,
    newest_first,
    plain,
    rows,
    same,
    unwanted,
)

POST, COMMENT = "Another post", "A comment"
NOTHING_ELSE = {"replies": (0, 0), "tags": (0, 0), "drafts": 0}


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends two queries for each post."""
    return SimpleNamespace(totals=totals)


def test_answer(answer, right, world):
    """The same posts and the right numbers.

    Tries: rows, counts, zero.
    """
    for number in (0, 1, 2, 24):
        world.clear()
        world.posts(number)
        world.posts(number // 8, comments=(0, 0), likes=(0, 2))
        world.posts(number // 8, comments=(0, 2), likes=(0, 0))
        for limit in (50, 10, 1, 0):
            same(answer.totals(limit), right.totals(limit), call=f"totals({limit})")
    world.posts(40, comments=(0, 2), drafts=0)
    same(answer.totals(), right.totals(), call="totals()", given="with more than 50 posts")
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(answer.totals(5), right.totals(5), call="totals(5)", given=given)
    Comment.objects.update(is_approved=False)
    given = "when no comment is approved"
    for limit in (5, 50):
        same(answer.totals(limit), right.totals(limit), call=f"totals({limit})", given=given)


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, counts, zero.
    """
    growth(
        answer,
        right,
        ask=lambda module: module.totals(5000),
        world=world,
        grow=lambda number: world.posts(number, drafts=0),
        unit="post",
        at_most=5,
        more=lambda number: world.posts(
            number, drafts=0, comments=(0, 1), replies=(0, 0), likes=(0, 1), tags=(0, 0)
        ),
    )


def test_published(answer, world):
    """Right numbers when a post is published between two queries.

    Tries: counts.
    """
    posts = world.posts(12, comments=(1, 5), likes=(1, 3), drafts=0)
    for post in posts:
        Post.objects.filter(pk=post.pk).update(title=f"Post {post.pk}")
    right = {
        f"Post {post.pk}": (post.comments.filter(is_approved=True).count(), post.likes.count())
        for post in posts
    }
    for number in range(1, 6):
        Post.objects.filter(pk=posts[0].pk).update(published_at=None)
        with just_before(number, lambda: newest(posts[:1])):
            page = plain(answer.totals(5))
        for row in page:
            expect(
                (row["comments"], row["likes"]) == right[row["title"]],
                f"A post is published just before query {number} of totals(5), and now a row says "
                f"{row['comments']} comments and {row['likes']} likes.",
                "{} comments and {} likes: the numbers of its post.".format(*right[row["title"]]),
            )


def test_rows(answer, right, world):
    """Fetches only the numbers that it shows.

    Tries: fetched.
    """
    world.people(40)
    newest(world.posts(3, comments=(40, 60), likes=(20, 40), **NOTHING_ELSE))
    world.posts(60, comments=(0, 4), **NOTHING_ELSE)
    for limit in (20, 2):
        ask, why = partial(answer.totals, limit), f"for {limit} posts of 63"
        page = fetches_no(ask, *hide(limit), why=why)
        same(page, right.totals(limit), call=f"totals({limit})")
        at_most(ask, rows=4 * limit + 10, kib=2 * limit + 1, why=why)


def test_work(answer, before, world):
    """Little work inside the database.

    Tries: work.
    """
    world.people(100)
    # SQLite runs the subqueries of a SELECT for every published post, before it sorts and limits,
    # and may scan a table where PostgreSQL uses an index.
    sqlite = connection.vendor == "sqlite"
    crowd = {**NOTHING_ELSE, "drafts": float(sqlite)}
    world.posts(30, comments=(80, 120), likes=(40, 60), **crowd)
    few = (12, 16) if sqlite else (1, 2)
    newest(world.posts(10, comments=few, likes=few, **NOTHING_ELSE))
    light(answer, before, "for 10 quiet posts on a site with 3,000 comments and 1,500 likes")
    world.clear()
    newest(world.posts(3, comments=(300, 300), likes=(100, 100), **NOTHING_ELSE))
    world.posts(30, comments=(0, 4), **NOTHING_ELSE)
    light(answer, before, "with three posts that have 300 comments and 100 likes each")


def totals(limit=50):
    """Return what totals() has to return."""
    comments = Counter(comment.post_id for comment in rows(Comment) if comment.is_approved)
    likes = Counter(like.post_id for like in rows(Like))
    posts = newest_first(rows(Post), "published_at")
    return [
        {"title": post.title, "comments": comments[post.id], "likes": likes[post.id]}
        for post in posts[:limit]
    ]


def light(answer, before, why):
    """Fail when the answer's plans handle much more than the starter's."""
    result = lighter(
        lambda: answer.totals(10), lambda: before.totals(10), times=10, why=why, large=True
    )
    same(result, before.totals(10), call="totals(10)")


def newest(posts):
    """Let these posts be the newest of the site."""
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(published_at=TALKING[-1])


def hide(limit):
    """Mark and return all comments and likes, and all posts but those on the page."""
    published = Post.objects.filter(published_at__isnull=False)
    shown = list(published.order_by("-published_at", "-pk").values_list("pk", flat=True)[:limit])
    posts = Post.objects.exclude(pk__in=shown)
    posts.update(title=POST)
    Comment.objects.update(body=COMMENT)
    return [
        unwanted("posts that are not shown", posts.values_list("pk", flat=True), POST),
        unwanted("comments", Comment.objects.values_list("pk", flat=True), COMMENT),
        unwanted("likes", Like.objects.values_list("pk", flat=True)),
    ]
