"""What checks archive.py."""

from arena.accounts.models import User
from arena.discuss.models import Post
from arena.worlds import repeat
from kata.checks import growth, same

NOTHING_ELSE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0)}


def test_answer(answer, before, world):
    """The same texts in the same order.

    Tries: rows.
    """
    for number in (0, 1, 2, 60):
        world.clear()
        world.posts(number)
        given = f"with {number} posts and some drafts"
        same(answer.archive(), before.archive(), call="archive()", given=given)
    world.shake()
    same(answer.archive(), before.archive(), call="archive()", given="after posts were edited")
    User.objects.filter(pk=Post.objects.latest("pk").author_id).update(username="renamed")
    same(answer.archive(), before.archive(), call="archive()", given="after an author was renamed")
    repeat()
    given = "when all posts differ in nothing but their ids"
    same(answer.archive(), before.archive(), call="archive()", given=given)


def test_queries(answer, before, world):
    """One query, however many posts.

    Tries: queries, rows.
    """
    growth(
        answer,
        before,
        ask=lambda module: module.archive(),
        world=world,
        grow=lambda number: world.posts(number, drafts=0, **NOTHING_ELSE),
        unit="post",
        at_most=1,
        more=lambda number: world.posts(number, drafts=0, **NOTHING_ELSE),
    )
