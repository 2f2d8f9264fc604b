"""What checks thread.py."""

from functools import partial
from operator import attrgetter
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat

from arena.accounts.models import Profile, User
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

POST, COMMENT, PERSON, BIO = "Another post", "Another comment", "Somebody else", "About me"
NOTHING_ELSE = {"likes": (0, 0), "tags": (0, 0)}


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends a query for nearly every row."""
    return SimpleNamespace(thread=thread)


def test_answer(answer, right, world):
    """The same posts, comments and replies, in the same order.

    Tries: rows, comments, replies, empty.
    """
    for number in (0, 1, 2, 16):
        world.clear()
        world.posts(number, replies=(0, 3))
        world.posts(number // 8, comments=(1, 2), replies=(0, 0))
        world.posts(number // 8, comments=(0, 0))
        for limit in (10, 2, 1, 0, 50):
            same(answer.thread(limit), right.thread(limit), call=f"thread({limit})")
    same(answer.thread(), right.thread(), call="thread()", given="with more than 10 posts")
    Comment.objects.filter(parent__isnull=False).update(created_at=PUBLISHING[0])
    same(answer.thread(50), right.thread(50), given="when replies are older than their comments")
    Comment.objects.update(created_at=TALKING[0])
    same(answer.thread(50), right.thread(50), given="when all was said at the same moment")
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(answer.thread(5), right.thread(5), call="thread(5)", given=given)
    Comment.objects.update(body="I meant something else.")
    given = "after all comments on the same posts were edited"
    same(answer.thread(5), right.thread(5), call="thread(5)", given=given)
    repeat()
    given = "when all posts, comments and replies differ in nothing but their ids"
    same(answer.thread(50), right.thread(50), call="thread(50)", given=given)


def test_comments(answer, right, world):
    """The same number of queries, however many comments on a post.

    Tries: queries, rows, comments, replies.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(1, comments=(number, number), replies=(0, 2), drafts=0, **NOTHING_ELSE)

    flat(answer, right, world, grow, "comment", more=add_comments)


def test_replies(answer, right, world):
    """The same number of queries, however many replies to a comment.

    Tries: queries, replies.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(1, comments=(1, 1), replies=(number, number), drafts=0, **NOTHING_ELSE)

    flat(answer, right, world, grow, "reply")


def test_posts(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, comments, replies, empty.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(number, comments=(1, 2), replies=(0, 1), drafts=0, **NOTHING_ELSE)

    def more(number):
        world.posts(number, comments=(1, 1), replies=(0, 0), drafts=0, **NOTHING_ELSE)

    flat(answer, right, world, grow, "post", more=more)


def test_rows(answer, right, world):
    """Fetches only what it shows.

    Tries: fetched.
    """
    world.people(200)
    world.posts(200, comments=(1, 1), replies=(1, 1), drafts=0.1, **NOTHING_ELSE)
    tie(9, PUBLISHING[-1])
    for limit in (5, 1):
        ask = partial(answer.thread, limit)
        why = f"for {limit} of 200 posts with one comment and one reply each"
        page = fetches_no(ask, *hide(limit), why=why)
        same(page, right.thread(limit), call=f"thread({limit})")
        at_most(ask, rows=12 * limit, kib=6 * limit, why=why)


def test_between(answer, right, world):
    """Whole posts, also when others write between two queries.

    Tries: rows, comments, replies.
    """
    whole_between(
        partial(begin, world),
        lambda: answer.thread(3),
        write,
        valid=lambda: right.thread(6),
        given="publishes a post and comments on all",
    )


def thread(limit=10):
    """Return what thread() has to return."""
    names = {person.id: person.username for person in rows(User)}
    oldest_first = sorted(rows(Comment), key=attrgetter("created_at", "id"))
    comments = grouped((row for row in oldest_first if row.parent_id is None), "post_id")
    replies = grouped(oldest_first, "parent_id")

    def said(comment):
        return {"author": names[comment.author_id], "body": comment.body}

    posts = newest_first(rows(Post), "published_at")
    return [
        {
            "title": post.title,
            "comments": [
                {**said(comment), "replies": list(map(said, replies[comment.id]))}
                for comment in comments[post.id]
            ],
        }
        for post in posts[:limit]
    ]


def flat(answer, right, world, grow, unit, *, more=None):
    """Fail unless the answer sends the same few queries for any number of something."""
    growth(
        answer,
        right,
        ask=lambda module: module.thread(5000),
        world=world,
        grow=grow,
        unit=unit,
        at_most=8,
        more=more,
    )


def add_comments(number):
    """Let the author of the only post comment on it so often."""
    post = Post.objects.get()
    Comment.objects.bulk_create(
        Comment(post=post, author_id=post.author_id, body="Yes.", created_at=TALKING[0])
        for _ in range(number)
    )


def begin(world):
    """Make some posts, of which the newest is a draft."""
    world.clear()
    world.posts(6, comments=(1, 3), drafts=0, **NOTHING_ELSE)
    withdraw()


def write():
    """Publish the draft, and add a comment with a reply to each post, as another client."""
    with another_client(), transaction.atomic():
        Post.objects.filter(published_at=None).update(published_at=PUBLISHING[-1])
        for post in Post.objects.all():
            new = {"post": post, "author_id": post.author_id, "created_at": TALKING[-1]}
            comment = Comment.objects.create(body="New.", **new)
            Comment.objects.create(body="So is this.", parent=comment, **new)


def hide(limit):
    """Mark and return all posts, comments and people but those on the page, and all profiles."""
    published = Post.objects.filter(published_at__isnull=False)
    shown = list(published.order_by("-published_at", "-pk").values_list("pk", flat=True)[:limit])
    posts = Post.objects.exclude(pk__in=shown)
    comments = Comment.objects.exclude(post__in=shown)
    people = User.objects.exclude(
        pk__in=Comment.objects.filter(post__in=shown).values("author")
    ).exclude(pk__in=Post.objects.filter(pk__in=shown).values("author"))
    posts.update(title=POST)
    comments.update(body=COMMENT)
    people.update(username=Concat(Value(PERSON), "username"))
    Profile.objects.update(bio=BIO)
    return [
        unwanted("posts that are not shown", posts.values_list("pk", flat=True), POST),
        unwanted("comments that are not shown", comments.values_list("pk", flat=True), COMMENT),
        unwanted("people who are not shown", (), PERSON),
        unwanted("profiles", (), BIO),
    ]
