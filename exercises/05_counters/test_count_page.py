"""What checks count_page.py."""

from datetime import timedelta

from arena.discuss.models import Comment, Post
from arena.worlds import TALKING
from kata.checks import at_most, faster, growth, lighter, same

SINCE = TALKING[len(TALKING) // 2]


def test_answer(answer, before, world):
    """The same posts and the right numbers."""
    for number in (0, 1, 2, 24):
        world.clear()
        world.posts(number)
        world.posts(number // 10, comments=(0, 0))
        moment = Comment.objects.order_by("created_at").values_list("created_at", flat=True)
        middle = list(moment)[len(moment) // 2] if moment else SINCE
        for since in (middle, middle + timedelta(seconds=1), TALKING[0], TALKING[-1]):
            for limit in (100, 10, 1, 0):
                compare(answer, before, since, limit)
        # As a moderator does it, and an import: no signal is sent, and no column is kept.
        Comment.objects.filter(created_at__gte=middle).update(is_approved=False)
        compare(answer, before, SINCE, 100)
        Comment.objects.bulk_create(
            Comment(post=post, author_id=post.author_id, body="New.", created_at=SINCE)
            for post in Post.objects.all()[:5]
        )
        compare(answer, before, SINCE, 100)


def test_queries(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=lambda module: module.page(SINCE, 200),
        world=world,
        grow=lambda number: world.posts(number, drafts=0),
        unit="post",
        at_most=3,
    )


def test_rows(answer, before, world):
    """Fetches only the numbers that it shows."""
    fill(world, comments=(2, 5))
    result = at_most(
        lambda: answer.page(SINCE, 20),
        rows=70,
        why="for 20 posts of 320 and two numbers for each",
    )
    same(result, before.page(SINCE, 20), call="page(since, 20)")


def test_work(answer, before, world):
    """Counts only what is on the page."""
    fill(world)
    result = lighter(
        # Of more posts PostgreSQL expects so many comments that it may read the whole table.
        lambda: answer.page(SINCE, 2),
        lambda: before.page(SINCE, 2),
        times=10,
        why="for 2 posts of 320",
    )
    same(result, before.page(SINCE, 2), call="page(since, 2)")


def test_speed(answer, before, world):
    """Faster than the starter."""
    world.posts(50, drafts=0)
    faster(lambda: list(answer.page(SINCE)), lambda: before.page(SINCE), times=3)


def compare(answer, before, since, limit):
    """Fail unless the page is right."""
    call = f"page({since:%d %B %H:%M:%S}, {limit})"
    same(answer.page(since, limit), before.page(since, limit), call=call)


def fill(world, comments=(25, 35)):
    """Add 20 posts, the newest ones, and 300 older ones that more may be said of."""
    world.people(40)
    world.posts(20, comments=(2, 5), replies=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
    Post.objects.update(published_at=TALKING[0])
    world.posts(300, comments=comments, replies=(0, 0), likes=(0, 0), tags=(0, 0), drafts=0)
