"""What checks counts.py."""

from arena.discuss.models import Post
from arena.worlds import TALKING
from kata.checks import at_most, faster, growth, lighter, same


def test_answer(answer, before, world):
    """The same posts and the right numbers."""
    for number in (0, 1, 2, 24):
        world.clear()
        world.posts(number)
        world.posts(number // 10, comments=(0, 0), likes=(0, 2))
        world.posts(number // 10, comments=(0, 2), likes=(0, 0))
        for limit in (50, 10, 1, 0):
            same(answer.totals(limit), before.totals(limit), call=f"totals({limit})")


def test_queries(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=lambda module: module.totals(200),
        world=world,
        grow=lambda number: world.posts(number, drafts=0),
        unit="post",
        at_most=5,
    )


def test_rows(answer, before, world):
    """Fetches only the numbers that it shows."""
    fill(world, others=100)
    result = at_most(
        lambda: answer.totals(20), rows=90, why="for 20 posts of 103 and two numbers for each"
    )
    same(result, before.totals(20), call="totals(20)")


def test_work(answer, before, world):
    """Little work inside the database."""
    fill(world, others=30)
    result = lighter(
        answer.totals,
        before.totals,
        times=10,
        why="with three posts that have 300 comments and 100 likes each",
    )
    same(result, before.totals(), call="totals()")


def test_speed(answer, before, world):
    """Faster than the starter."""
    world.posts(50, drafts=0)
    faster(lambda: list(answer.totals()), before.totals, times=2.5)


def fill(world, *, others):
    """Add three posts that many people like and talk about, the newest ones, and others."""
    world.posts(3, comments=(300, 300), replies=(0, 0), likes=(100, 100), drafts=0)
    Post.objects.update(published_at=TALKING[0])
    world.posts(others, comments=(0, 4), replies=(0, 0), drafts=0)
