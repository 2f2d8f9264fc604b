"""What checks counts_in_the_list.py."""

from collections import Counter
from types import SimpleNamespace

import pytest
from django.http import JsonResponse

from arena.accounts.models import User
from arena.discuss.models import Comment, Post
from kata.checks import (
    at_most,
    fetches_no,
    get_json,
    growth,
    just_before,
    lighter,
    plural,
    rows,
    same,
    unwanted,
)

ADDRESS, PAGE = "/api/people/", 20


@pytest.fixture
def right():
    """A view of what is right, in plain Python: the starter sends two queries for each person."""
    return SimpleNamespace(PersonList=SimpleNamespace(as_view=lambda: view))


def test_answer(answer, right, world):
    """The same people and the right numbers, on each page.

    Tries: people, pages, posts, comments, zero.
    """
    for number in (0, 1, 2, 60):
        world.clear()
        world.people(number)
        if number:
            world.posts(2 * number, likes=(0, 0), tags=(0, 0))
        compare(answer, right, f"with {plural(number, 'person', 'people')}")
    for number in range(1, 6):
        with just_before(number, lambda: get(answer, 2)):
            page = get(answer)
        given = f"while another client asks for page 2, before query {number}"
        same(page, get(right), call="GET", given=given)
    world.shake()
    compare(answer, right, "after everything had changed")
    Comment.objects.update(is_approved=False)
    compare(answer, right, "when no comment is approved")
    Post.objects.update(published_at=None)
    compare(answer, right, "when no post is published")


def test_queries(answer, right, world):
    """The same number of queries, however many people.

    Tries: queries, people, posts, comments.
    """

    def grow(number):
        world.people(number)
        world.posts(2 * number, likes=(0, 0), tags=(0, 0), unrelated=False)
        User.objects.update(is_active=True)

    growth(
        answer,
        right,
        ask=get,
        world=world,
        grow=grow,
        unit="person",
        at_most=5,
        sizes=(4, 10, 20),  # a page is 20, and an answer that counts in portions shows below it
    )


def test_rows(answer, right, world):
    """Fetches only the numbers that it shows.

    Tries: fetched.
    """
    crowd(world)
    others = User.objects.exclude(pk__in=User.objects.filter(is_active=True).order_by("-pk")[:PAGE])
    why = "for a page of 20 people"
    page = fetches_no(
        lambda: get(answer),
        unwanted("posts", Post.objects.values_list("pk", flat=True)),
        unwanted("comments", Comment.objects.values_list("pk", flat=True)),
        unwanted("people who are not shown", others.values_list("pk", flat=True)),
        why=why,
    )
    same(page, get(right), call="GET")
    at_most(lambda: get(answer), rows=4 * PAGE + 10, why=why)


def test_work(answer, before, world):
    """Little work inside the database.

    Tries: work.
    """
    crowd(world)
    lighter(
        lambda: get(answer),
        lambda: get(before),
        times=10,
        why="for a person with 100 posts and 300 comments",
        large=True,
    )


def compare(answer, right, given):
    """Fail unless each page is right: one after the last full one as well."""
    pages = 1 + (User.objects.filter(is_active=True).count() - 1) // PAGE
    for page in range(1, 1 + max(1, pages)):
        same(get(answer, page), get(right, page), call=f"GET ?page={page}", given=given)
    same(get(answer), get(right), call="GET", given=given)


def crowd(world):
    """Let one person of the first page have 100 posts and 300 comments, on a site of 60 people."""
    world.people(60)
    world.posts(130, comments=(2, 4), replies=(0, 1), likes=(0, 0), tags=(0, 0), drafts=0.1)
    busy = User.objects.filter(is_active=True).latest("pk")
    for model, number in ((Post, 100), (Comment, 300)):
        some = list(model.objects.order_by("pk").values_list("pk", flat=True)[:number])
        model.objects.filter(pk__in=some).update(author=busy)


def view(request):
    """Return the people that a GET request has to be answered with."""
    posts = Counter(post.author_id for post in rows(Post) if post.published_at)
    comments = Counter(comment.author_id for comment in rows(Comment) if comment.is_approved)
    people = sorted((one for one in rows(User) if one.is_active), key=lambda one: -one.id)
    number = int(request.GET.get("page", 1))
    last = number * PAGE >= len(people)
    here = f"http://testserver{ADDRESS}"
    before = {1: None, 2: here}.get(number, f"{here}?page={number - 1}")
    page = {
        "count": len(people),
        "next": None if last else f"{here}?page={number + 1}",
        "previous": before,
        "results": [
            {"id": one.id, "username": one.username}
            | {"posts": posts[one.id], "comments": comments[one.id]}
            for one in people[number * PAGE - PAGE : number * PAGE]
        ],
    }
    return JsonResponse(page)


def get(module, page=None):
    """Send a GET request to the view and return what its JSON says."""
    return get_json(module.PersonList.as_view(), ADDRESS, {"page": page} if page else None)
