"""What checks latest_comments.py."""

from functools import partial
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
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
    lighter,
    newest_first,
    rows,
    same,
    unwanted,
    whole_between,
)

POST, COMMENT, PERSON = "Another post", "Another comment", "Somebody else"
NOTHING_ELSE = {"replies": (0, 0), "likes": (0, 0), "tags": (0, 0), "drafts": 0}


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends a query for each post."""
    return SimpleNamespace(latest_comments=latest_comments)


def test_answer(answer, right, world):
    """The same posts, each with the same comments, in the same order.

    Tries: rows, comments, fewer.
    """
    for number in (0, 1, 2, 30):
        world.clear()
        posts = world.posts(number, comments=(0, 8))
        Comment.objects.filter(post__in=posts[3:5]).update(is_approved=False)
        for limit in (20, 2, 1, 0, 50):
            call = f"latest_comments({limit})"
            same(answer.latest_comments(limit), right.latest_comments(limit), call=call)
    call, given = "latest_comments()", "with more than 20 posts"
    same(answer.latest_comments(), right.latest_comments(), call=call, given=given)
    Comment.objects.update(created_at=TALKING[0])
    given = "when all was said at the same moment"
    same(answer.latest_comments(), right.latest_comments(), call=call, given=given)
    Post.objects.filter(published_at__isnull=False).update(published_at=PUBLISHING[0])
    given = "when all posts are from the same moment"
    same(
        answer.latest_comments(5), right.latest_comments(5), call="latest_comments(5)", given=given
    )
    repeat()
    given = "when all posts and comments differ in nothing but their ids"
    same(answer.latest_comments(), right.latest_comments(), call=call, given=given)
    Comment.objects.filter(post__in=posts[5:9]).update(body="A long story. " * 10_000)
    call, given = "latest_comments(50)", "with comments of 140,000 characters"
    same(answer.latest_comments(50), right.latest_comments(50), call=call, given=given)


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, comments, fewer.
    """
    growth(
        answer,
        right,
        ask=lambda module: module.latest_comments(5000),
        world=world,
        grow=lambda number: (
            world.people(10 + number),
            world.posts(number, comments=(0, 8), drafts=0),
        ),
        unit="post",
        at_most=8,
        more=lambda number: world.posts(
            number, drafts=0, comments=(1, 1), replies=(0, 0), likes=(0, 0), tags=(0, 0)
        ),
    )


def test_rows(answer, right, world):
    """Fetches three comments of each post, and not all.

    Tries: fetched.
    """
    world.people(100)
    world.posts(99, comments=(3, 5), replies=(0, 1), likes=(0, 0), tags=(0, 0))
    busy(world, comments=400)
    tie(15, TALKING[0])
    Comment.objects.filter(created_at__gte=TALKING[300]).update(created_at=TALKING[-1])
    Comment.objects.update(body="A long story. " * 150)
    for limit in (10, 1):
        ask = partial(answer.latest_comments, limit)
        why = f"for {limit} of 100 posts, one of them with 400 long comments"
        page = fetches_no(ask, *hide(limit), why=why)
        same(page, right.latest_comments(limit), call=f"latest_comments({limit})")
        at_most(ask, rows=13 * limit, kib=20 * limit, peak_kib=500, why=why)


def test_work(answer, before, world):
    """Little work inside the database.

    Tries: work.
    """
    world.people(30)
    # SQLite runs the subqueries of a SELECT for every published post, before it sorts and limits,
    # and may scan a table where PostgreSQL uses an index.
    sqlite = connection.vendor == "sqlite"
    world.posts(30, comments=(80, 120), **{**NOTHING_ELSE, "drafts": float(sqlite)})
    newest(world.posts(10, comments=(6, 8) if sqlite else (1, 2), **NOTHING_ELSE))
    light(answer, before, "for 10 quiet posts on a site with 3,000 comments")
    world.clear()
    world.people(30)
    world.posts(19, comments=(3, 5), **NOTHING_ELSE)
    busy(world, comments=300)
    light(answer, before, "for 10 posts, one of them with 300 comments")


def test_between(answer, right, world):
    """Whole posts, also when others write between two queries.

    Tries: rows, comments.
    """

    def valid():
        posts = right.latest_comments(6)
        # A query that fetches the three by their keys does not find one that is deleted by then.
        return posts + [{**row, "comments": row["comments"][1:]} for row in posts]

    whole_between(
        partial(begin, world),
        lambda: answer.latest_comments(3),
        write,
        valid=valid,
        given="publishes a post and deletes comments",
    )


def latest_comments(limit=20):
    """Return what latest_comments() has to return."""
    names = {person.id: person.username for person in rows(User)}
    approved = grouped(
        (row for row in newest_first(rows(Comment), "created_at") if row.is_approved), "post_id"
    )
    posts = newest_first(rows(Post), "published_at")
    return [
        {
            "title": post.title,
            "comments": [
                {"author": names[row.author_id], "body": row.body} for row in approved[post.id][:3]
            ],
        }
        for post in posts[:limit]
    ]


def light(answer, before, why):
    """Fail when the answer's plans handle much more than the starter's."""
    page = lighter(
        lambda: answer.latest_comments(10),
        lambda: before.latest_comments(10),
        times=15,
        why=why,
        large=True,
    )
    same(page, before.latest_comments(10), call="latest_comments(10)")


def busy(world, *, comments):
    """Add a post that many people talk about, the newest one."""
    newest(world.posts(1, comments=(comments, comments), **NOTHING_ELSE))


def newest(posts):
    """Let these posts be the newest of the site."""
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(published_at=TALKING[-1])


def begin(world):
    """Make some posts, of which the newest is a draft."""
    world.clear()
    world.posts(6, comments=(6, 8), **NOTHING_ELSE)
    withdraw()


def write():
    """Publish the draft, and delete the newest comment on each post, as another client."""
    with another_client(), transaction.atomic():
        Post.objects.filter(published_at=None).update(published_at=PUBLISHING[-1])
        for post in Post.objects.all():
            post.comments.filter(is_approved=True).latest("created_at", "pk").delete()


def hide(limit):
    """Mark and return all posts, comments and people but those on the page."""
    published = Post.objects.filter(published_at__isnull=False)
    shown = list(published.order_by("-published_at", "-pk")[:limit])
    newest_three = [
        comment
        for post in shown
        for comment in post.comments.filter(is_approved=True).order_by("-created_at", "-pk")[:3]
    ]
    posts = Post.objects.exclude(pk__in=[post.pk for post in shown])
    comments = Comment.objects.exclude(pk__in=[comment.pk for comment in newest_three])
    people = User.objects.exclude(pk__in={row.author_id for row in (*shown, *newest_three)})
    # A reply that is shown holds the key of its comment.
    parents = {comment.parent_id for comment in newest_three}
    keys = set(comments.values_list("pk", flat=True)) - parents
    posts.update(title=POST)
    comments.update(body=COMMENT * 100)
    people.update(username=Concat(Value(PERSON), "username"))
    return [
        unwanted("posts that are not shown", posts.values_list("pk", flat=True), POST),
        unwanted("comments that are not shown", keys, COMMENT),
        unwanted("people who are not shown", (), PERSON),
    ]
