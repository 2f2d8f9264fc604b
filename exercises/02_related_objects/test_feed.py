"""What checks feed.py."""

from kata.checks import at_most, faster, growth, same

NOTHING_ELSE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0)}


def test_answer(answer, before, world):
    """The same posts, in the same order."""
    for number in (0, 1, 8):
        fill(world, number, drafts=0.2)
        for limit in (50, 5, 0):
            same(answer.feed(limit), before.feed(limit), call=f"feed({limit})")


def test_queries(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=lambda module: module.feed(200),
        world=world,
        grow=lambda number: fill(world, number),
        unit="post",
        at_most=4,
    )


def test_rows(answer, world):
    """Reads only what it shows."""
    fill(world, 80)
    at_most(lambda: answer.feed(10), rows=60, why="for a page of 10 posts out of 80")


def test_speed(answer, before, world):
    """Faster than the starter."""
    fill(world, 6)
    faster(lambda: answer.feed(10), lambda: before.feed(10), times=2)


def fill(world, number, *, drafts=0.0):
    """Make a site of so many posts, some of them about a contest."""
    world.clear()
    world.contests(5, attempts=(0, 0))
    world.posts(number, drafts=drafts, **NOTHING_ELSE)
