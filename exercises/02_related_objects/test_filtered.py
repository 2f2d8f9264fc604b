"""What checks filtered.py."""

from arena.discuss.models import Comment
from arena.worlds import TALKING
from kata.checks import at_most, faster, growth, same


def test_answer(answer, before, world):
    """The same posts and comments, in the same order."""
    for number in (0, 1, 2, 24):
        world.clear()
        world.posts(number)
        world.posts(number // 10, comments=(0, 0), drafts=0)  # nothing waits on these
        for limit in (50, 10, 1, 0):
            same(answer.queue(limit), before.queue(limit), call=f"queue({limit})")
    Comment.objects.update(created_at=TALKING[0])
    same(answer.queue(), before.queue(), call="queue()", given="with comments of the same minute")


def test_queries(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=lambda module: module.queue(200),
        world=world,
        grow=lambda number: world.posts(number, drafts=0),
        unit="post",
        at_most=5,
    )


def test_rows(answer, before, world):
    """Fetches only the comments that it shows."""
    add_approved(world.posts(50, comments=(8, 12), replies=(0, 0), drafts=0), 15)
    waiting = sum(row["waiting"] for row in before.queue(5))
    result = at_most(
        lambda: answer.queue(5),
        rows=40 + 2 * waiting,
        why=f"for 5 posts of 50, with {waiting} comments that wait and ten times as many others",
    )
    same(result, before.queue(5), call="queue(5)")


def test_speed(answer, before, world):
    """Faster than the starter."""
    world.posts(24, drafts=0)
    faster(lambda: list(answer.queue()), before.queue, times=3)


def add_approved(posts, number):
    """Give each post so many comments that somebody has approved."""
    Comment.objects.bulk_create(
        Comment(post=post, author_id=post.author_id, body="Yes.", created_at=post.published_at)
        for post in posts
        for _ in range(number)
    )
