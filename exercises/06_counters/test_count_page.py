"""What checks count_page.py."""

from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace

import pytest

from arena.discuss.models import Comment, Post
from arena.worlds import TALKING, TINY
from kata.checks import (
    at_most,
    expect,
    grouped,
    growth,
    just_before,
    lighter,
    newest_first,
    plain,
    rows,
    same,
)

SINCE = TALKING[len(TALKING) // 2]
NEWFOUNDLAND = timezone(-timedelta(hours=3, minutes=30))
FUTURE = datetime(2200, 1, 1, tzinfo=UTC)


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends two queries for each post."""
    return SimpleNamespace(page=page)


def test_answer(answer, right, world):
    """The same posts and the right numbers.

    Tries: rows, comments, new.
    """
    for number in (0, 1, 2, 24):
        world.clear()
        world.posts(number)
        world.posts(number // 10, comments=(0, 0))
        published = Comment.objects.exclude(post__published_at=None).filter(is_approved=True)
        moments = list(published.order_by("created_at").values_list("created_at", flat=True))
        middle = moments[len(moments) // 2] if moments else SINCE
        for since in (middle, middle + TINY, TALKING[0], TALKING[-1]):
            for limit in (100, 10, 1, 0):
                compare(answer, right, since, limit)
        # As a moderator does it, and an import: no signal is sent, and no column is updated.
        Comment.objects.filter(created_at__gte=middle).update(is_approved=False)
        compare(answer, right, SINCE, 100)
        Comment.objects.bulk_create(
            Comment(post=post, author_id=post.author_id, body="New.", created_at=moment)
            for post in Post.objects.all()[:5]
            for moment in (SINCE, SINCE - timedelta(hours=1))
        )
        compare(answer, right, SINCE, 100)
        late = list(Comment.objects.order_by("pk").values_list("pk", flat=True)[::3])
        Comment.objects.filter(pk__in=late).update(created_at=FUTURE)
        compare(answer, right, SINCE.astimezone(NEWFOUNDLAND), 100)
        # Ties, and no draft is left; some comments are older than the publication.
        Post.objects.update(published_at=SINCE + TINY)
        compare(answer, right, SINCE, 10)
    world.posts(90, comments=(0, 1), replies=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
    given = "with more than 100 posts"
    same(answer.page(SINCE), right.page(SINCE), call="page(since)", given=given)


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, rows, comments, new.
    """
    growth(
        answer,
        right,
        ask=lambda module: module.page(SINCE, 5000),
        world=world,
        grow=lambda number: world.posts(number, drafts=0),
        unit="post",
        at_most=3,
        more=lambda number: world.posts(
            number, drafts=0, comments=(0, 1), replies=(0, 0), likes=(0, 0), tags=(0, 0)
        ),
    )


def test_published(answer, world):
    """Right numbers when a post is published between two queries.

    Tries: comments, new.
    """
    posts = world.posts(12, comments=(2, 5), likes=(0, 0), drafts=0)
    right = {}
    for post in posts:
        Post.objects.filter(pk=post.pk).update(title=f"Post {post.pk}")
        approved = post.comments.filter(is_approved=True)
        new = approved.filter(created_at__gte=SINCE).count()
        right[f"Post {post.pk}"] = (approved.count(), new)
    late = next(post for post in posts if all(right[f"Post {post.pk}"]))
    for number in range(1, 4):
        Post.objects.filter(pk=late.pk).update(published_at=None)
        with just_before(number, lambda: publish(late)):
            page = plain(answer.page(SINCE, 5))
        for row in page:
            expect(
                (row["comments"], row["new"]) == right[row["title"]],
                f"A post is published just before query {number} of page(since, 5), and now a row "
                f"says {row['comments']} comments, {row['new']} of them new.",
                "{} comments, {} of them new: the numbers of its post.".format(
                    *right[row["title"]]
                ),
            )


def test_rows(answer, right, world):
    """Fetches only the numbers that it shows.

    Tries: fetched.
    """
    fill(world, comments=(2, 5))
    result = at_most(
        lambda: answer.page(SINCE, 20),
        rows=70,
        kib=50,  # whole posts, with their texts, may be fetched
        why="for 20 posts of 320 and two numbers for each",
    )
    same(result, right.page(SINCE, 20), call="page(since, 20)")


def test_work(answer, before, world):
    """Counts only what is on the page.

    Tries: work.
    """
    fill(world)
    result = lighter(
        # Of more posts PostgreSQL expects so many comments that it may read the whole table.
        lambda: answer.page(SINCE, 2),
        lambda: before.page(SINCE, 2),
        times=10,
        why="for 2 posts of 320",
    )
    same(result, before.page(SINCE, 2), call="page(since, 2)")
    posts = world.posts(3, comments=(300, 300), likes=(0, 0), tags=(0, 0), drafts=0)
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(published_at=FUTURE)
    result = lighter(
        lambda: answer.page(TALKING[0], 3),
        lambda: before.page(TALKING[0], 3),
        times=10,
        why="for 3 posts with 300 comments each, all of them new",
    )
    same(result, before.page(TALKING[0], 3), call="page(since, 3)")


def compare(answer, right, since, limit):
    """Fail unless the page is right."""
    call = f"page({since:%d %B %H:%M:%S.%f}, {limit})"
    same(answer.page(since, limit), right.page(since, limit), call=call)


def page(since, limit=100):
    """Return what page() has to return."""
    approved = grouped((row for row in rows(Comment) if row.is_approved), "post_id")
    return [
        {
            "title": post.title,
            "comments": len(approved[post.id]),
            "new": sum(row.created_at >= since for row in approved[post.id]),
        }
        for post in newest_first(rows(Post), "published_at")[:limit]
    ]


def publish(post):
    """Publish a post, as the newest of the site."""
    Post.objects.filter(pk=post.pk).update(published_at=TALKING[-1])


def fill(world, comments=(25, 35)):
    """Add 20 posts, the newest ones, and 300 older ones, which may have more comments."""
    world.people(40)
    world.posts(20, comments=(8, 12), replies=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
    Post.objects.update(published_at=TALKING[-1])
    world.posts(300, comments=comments, replies=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
