"""What checks thread.py."""

from arena.discuss.models import Comment
from arena.worlds import TALKING
from kata.checks import at_most, faster, growth, same


def test_answer(answer, before, world):
    """The same posts, comments and replies, in the same order."""
    for number in (0, 1, 2, 12):
        world.clear()
        world.posts(number, replies=(0, 3))
        for limit in (10, 2, 0):
            same(answer.thread(limit), before.thread(limit), call=f"thread({limit})")
    Comment.objects.update(created_at=TALKING[0])
    same(answer.thread(), before.thread(), given="when all was said at the same moment")


def test_comments(answer, before, world):
    """The same number of queries, however many comments on a post."""
    growth(
        answer,
        before,
        ask=lambda module: module.thread(200),
        world=world,
        grow=lambda number: (
            world.people(10 + number),
            world.posts(1, comments=(number, number), replies=(0, 2), drafts=0),
        ),
        unit="comment",
        at_most=8,
    )


def test_posts(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=lambda module: module.thread(200),
        world=world,
        grow=lambda number: (
            world.people(10 + number),
            world.posts(number, comments=(1, 2), replies=(0, 2), drafts=0),
        ),
        unit="post",
        at_most=8,
    )


def test_rows(answer, before, world):
    """Reads only what it shows."""
    world.people(300)
    world.posts(300, comments=(1, 1), replies=(1, 1), likes=(0, 0), tags=(0, 0))
    page = at_most(
        lambda: answer.thread(5),
        rows=60,
        why="for 5 posts with one comment and one reply each, out of 300 such posts",
    )
    same(page, before.thread(5), call="thread(5)")


def test_speed(answer, before, world):
    """Faster than the starter."""
    world.people(30)
    world.posts(10, drafts=0)
    faster(lambda: list(answer.thread(10)), lambda: before.thread(10), times=2)
