"""What checks filtered.py."""

from functools import partial
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from arena.worlds import PUBLISHING, TALKING, repeat, tie, withdraw
from kata.checks import (
    another_client,
    at_most,
    fetches_no,
    grouped,
    growth,
    newest_first,
    rows,
    same,
    unwanted,
    whole_between,
)

POST, COMMENT, PERSON = "Another post", "Another comment", "Somebody else"
NOTHING_ELSE = {"likes": (0, 0), "tags": (0, 0), "drafts": 0}


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends queries for each post and comment."""
    return SimpleNamespace(queue=queue)


def test_answer(answer, right, world):
    """The same posts and comments, in the same order.

    Tries: rows, comments, waiting, empty.
    """
    for number in (0, 1, 2, 24):
        world.clear()
        world.posts(number)
        world.posts(number // 8, comments=(0, 0), drafts=0)  # nothing waits on these
        for limit in (50, 10, 1, 0):
            same(answer.queue(limit), right.queue(limit), call=f"queue({limit})")
    world.posts(40, comments=(0, 2), drafts=0)
    same(answer.queue(), right.queue(), call="queue()", given="with more than 50 posts")
    Comment.objects.update(created_at=TALKING[0])
    given = "when all was said at the same moment"
    same(answer.queue(), right.queue(), call="queue()", given=given)
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(answer.queue(5), right.queue(5), call="queue(5)", given=given)
    repeat()
    given = "when all posts and comments that wait differ in nothing but their ids"
    same(answer.queue(), right.queue(), call="queue()", given=given)
    Comment.objects.update(is_approved=True)
    same(answer.queue(), right.queue(), call="queue()", given="when no comment waits")


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, comments, waiting, empty.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(number, **NOTHING_ELSE)

    def more(number):
        world.posts(number, comments=(1, 2), replies=(0, 0), **NOTHING_ELSE)

    flat(answer, right, world, grow, "post", more=more)


def test_comments(answer, right, world):
    """The same number of queries, however many comments.

    Tries: queries, comments, waiting.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(1, comments=(number, number), replies=(0, 1), **NOTHING_ELSE)
        Comment.objects.update(is_approved=False)

    def more(number):
        add(Post.objects.all(), number, is_approved=False)

    flat(answer, right, world, grow, "comment", more=more)


def test_rows(answer, right, world):
    """Fetches only the comments that it shows.

    Tries: fetched.
    """
    world.people(60)
    add(world.posts(50, comments=(6, 10), replies=(0, 1), **NOTHING_ELSE), 15, is_approved=True)
    tie(9, PUBLISHING[-1])
    for limit in (5, 1):
        ask = partial(answer.queue, limit)
        strangers = hide(limit)
        waiting = sum(row["waiting"] for row in right.queue(limit))
        why = f"for {limit} of 50 posts, with {waiting} comments that wait and many others"
        page = fetches_no(ask, *strangers, why=why)
        same(page, right.queue(limit), call=f"queue({limit})")
        at_most(ask, rows=8 * limit + 2 * waiting, kib=6 * limit + 2 * waiting, why=why)


def test_between(answer, right, world):
    """Whole posts and right numbers, also when others write between two queries.

    Tries: rows, comments, waiting.
    """
    whole_between(
        partial(begin, world),
        lambda: answer.queue(3),
        write,
        valid=lambda: right.queue(6),
        given="publishes a post and comments on all",
    )


def queue(limit=50):
    """Return what queue() has to return."""
    names = {person.id: person.username for person in rows(User)}
    waiting = grouped(
        (row for row in newest_first(rows(Comment), "created_at") if not row.is_approved), "post_id"
    )
    posts = newest_first(rows(Post), "published_at")
    return [
        {
            "title": post.title,
            "waiting": len(waiting[post.id]),
            "comments": [
                {"author": names[row.author_id], "body": row.body} for row in waiting[post.id]
            ],
        }
        for post in posts[:limit]
    ]


def flat(answer, right, world, grow, unit, *, more):
    """Fail unless the answer sends the same few queries for any number of something."""
    growth(
        answer,
        right,
        ask=lambda module: module.queue(5000),
        world=world,
        grow=grow,
        unit=unit,
        at_most=5,
        more=more,
    )


def add(posts, number, is_approved):
    """Give each post so many comments."""
    Comment.objects.bulk_create(
        Comment(
            post=post,
            author_id=post.author_id,
            body="Yes.",
            created_at=post.published_at,
            is_approved=is_approved,
        )
        for post in posts
        for _ in range(number)
    )


def begin(world):
    """Make some posts on which comments wait, of which the newest is a draft."""
    world.clear()
    world.posts(6, **NOTHING_ELSE)
    add(Post.objects.all(), 2, is_approved=False)
    withdraw()


def write():
    """Publish the draft, and add a comment that waits to each post, as another client."""
    with another_client(), transaction.atomic():
        Post.objects.filter(published_at=None).update(published_at=PUBLISHING[-1])
        add(Post.objects.all(), 1, is_approved=False)


def hide(limit):
    """Mark and return all posts, comments and people but those on the page."""
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    shown = list(newest[:limit])
    waiting = list(Comment.objects.filter(post__in=shown, is_approved=False))
    posts = Post.objects.exclude(pk__in=[post.pk for post in shown])
    comments = Comment.objects.exclude(pk__in=[comment.pk for comment in waiting])
    people = User.objects.exclude(pk__in={row.author_id for row in (*shown, *waiting)})
    # A reply that is shown holds the key of its comment.
    parents = {comment.parent_id for comment in waiting}
    keys = set(comments.values_list("pk", flat=True)) - parents
    posts.update(title=POST)
    comments.update(body=COMMENT)
    people.update(username=Concat(Value(PERSON), "username"))
    return [
        unwanted("posts that are not shown", posts.values_list("pk", flat=True), POST),
        unwanted("comments that are not shown", keys, COMMENT),
        unwanted("people who are not shown", (), PERSON),
    ]
