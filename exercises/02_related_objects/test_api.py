"""What checks api.py."""

import json

from django.test import RequestFactory

from arena.discuss.models import Comment
from kata.checks import at_most, expect, growth, same
from kata.verdict import plural


def test_answer(answer, before, world):
    """The same JSON."""
    for number in (0, 1, 2, 60):
        world.clear()
        world.posts(number, comments=(0, 3), replies=(0, 1))
        same(get(answer), get(before), call="GET", given=f"with {plural(number, 'post')}")


def test_queries(answer, before, world):
    """The same number of queries, however many posts."""
    growth(
        answer,
        before,
        ask=get,
        world=world,
        grow=lambda number: world.posts(number, comments=(0, 0), drafts=0),
        unit="post",
        at_most=10,
    )


def test_comments(answer, before, world):
    """The same number of queries, however many comments."""

    def grow(number):
        world.posts(1, comments=(number, number), replies=(0, 0), drafts=0)
        Comment.objects.update(is_approved=True)

    growth(answer, before, ask=get, world=world, grow=grow, unit="comment", at_most=10)


def test_rows(answer, before, world):
    """Fetches only what belongs to the posts that it shows."""
    world.people(10)
    world.posts(300, comments=(2, 2), replies=(0, 0), likes=(0, 0), tags=(1, 1), drafts=0)
    result = at_most(lambda: get(answer), rows=350, why="for a page of 50 posts out of 300")
    same(result, get(before), call="GET")


def get(module):
    """Send a GET request to the view and return what its JSON says."""
    response = module.PostList.as_view()(RequestFactory().get("/api/posts/"))
    if hasattr(response, "render"):
        response.render()
    expect(response.status_code == 200, f"GET is answered with status {response.status_code}.")
    return json.loads(b"".join(response))
