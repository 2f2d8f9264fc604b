"""What checks latest_comments.py."""

from arena.discuss.models import Comment
from arena.worlds import TALKING
from kata.checks import at_most, growth, lighter, same


def test_answer(answer, before, world):
    """The same posts, each with the same comments, in the same order."""
    for number in (0, 1, 2, 12):
        world.clear()
        posts = world.posts(number, comments=(0, 8))
        Comment.objects.filter(post__in=posts[3:5]).update(is_approved=False)
        for limit in (10, 2, 0):
            call = f"latest_comments({limit})"
            same(answer.latest_comments(limit), before.latest_comments(limit), call=call)
    Comment.objects.update(created_at=TALKING[0])
    given = "when all was said at the same moment"
    same(answer.latest_comments(), before.latest_comments(), given=given)


def test_queries(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=lambda module: module.latest_comments(200),
        world=world,
        grow=lambda number: (
            world.people(10 + number),
            world.posts(number, comments=(0, 8), drafts=0),
        ),
        unit="post",
        at_most=8,
    )


def test_rows(answer, before, world):
    """Fetches three comments of each post, and not all."""
    world.people(100)
    world.posts(99, comments=(3, 5), replies=(0, 1), likes=(0, 0), tags=(0, 0))
    [busy] = world.posts(1, comments=(1000, 1000), replies=(0, 0), drafts=0)
    busy.published_at = TALKING[0]
    busy.save()
    Comment.objects.filter(post=busy).update(body="A long story. " * 150)
    page = at_most(
        lambda: list(answer.latest_comments(10)),
        rows=130,
        peak_kib=500,
        why="for 10 posts, one of them with 1,000 long comments",
    )
    same(page, before.latest_comments(10), call="latest_comments(10)")


def test_work(answer, before, world):
    """Little work inside the database."""
    world.people(30)
    world.posts(19, comments=(3, 5), replies=(0, 1), likes=(0, 0), tags=(0, 0), drafts=0)
    [busy] = world.posts(1, comments=(300, 300), replies=(0, 0), drafts=0)
    busy.published_at = TALKING[0]
    busy.save()
    page = lighter(
        lambda: answer.latest_comments(10),
        lambda: before.latest_comments(10),
        times=15,
        why="for 10 posts, one of them with 300 comments",
    )
    same(page, before.latest_comments(10), call="latest_comments(10)")
