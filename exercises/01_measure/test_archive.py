"""What checks archive.py."""

from types import SimpleNamespace

import pytest
from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Post
from arena.worlds import repeat
from kata.checks import expect, growth, rows, same

NOTHING_ELSE = {"comments": (0, 0), "likes": (0, 0), "tags": (0, 0)}
MANY = 10_000  # posts
TWICE = """
    INSERT INTO discuss_post (author_id, title, body) SELECT author_id, title, '' FROM discuss_post
"""


@pytest.fixture
def right():
    """What is right, in plain Python: the starter sends a query for each post."""
    return SimpleNamespace(archive=archive)


def test_answer(answer, right, world):
    """The same texts in the same order.

    Tries: rows.
    """
    for number in (0, 1, 2, 60):
        world.clear()
        world.posts(number)
        given = f"with {number} posts and some drafts"
        same(answer.archive(), right.archive(), call="archive()", given=given)
    world.shake()
    same(answer.archive(), right.archive(), call="archive()", given="after posts were edited")
    User.objects.filter(pk=Post.objects.latest("pk").author_id).update(username="renamed")
    same(answer.archive(), right.archive(), call="archive()", given="after an author was renamed")
    repeat()
    given = "when all posts differ in nothing but their ids"
    same(answer.archive(), right.archive(), call="archive()", given=given)


def test_queries(answer, right, world):
    """One query, however many posts.

    Tries: queries, rows.
    """
    growth(
        answer,
        right,
        ask=lambda module: module.archive(),
        world=world,
        grow=lambda number: world.posts(number, drafts=0, **NOTHING_ELSE),
        unit="post",
        at_most=1,
        more=lambda number: world.posts(number, drafts=0, **NOTHING_ELSE),
    )
    with connection.cursor() as cursor:
        while Post.objects.count() < MANY:
            cursor.execute(TWICE)
    got, posts = len(list(answer.archive())), Post.objects.count()
    expect(got == posts, f"archive() with {posts:,} posts: {got:,} texts.", f"{posts:,}.")


def archive():
    """Return what archive() has to return."""
    names = {person.id: person.username for person in rows(User)}
    return [f"{post.title}, by {names[post.author_id]}" for post in reversed(rows(Post))]
