"""What checks nested.py."""

from datetime import timedelta
from operator import attrgetter
from types import SimpleNamespace

import pytest
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import JsonResponse

from arena.accounts.models import Profile, User
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import TALKING, repeat, tie
from kata.checks import (
    at_most,
    fetches_no,
    get_json,
    grouped,
    growth,
    newest_first,
    plural,
    rows,
    same,
    unwanted,
)

FEW = 12  # posts
POST, COMMENT, TAG, PERSON = "Another post", "Another comment", "Another tag", "Somebody else"


@pytest.fixture
def right():
    """A view of what is right, in plain Python: the starter sends a query for nearly every row."""
    return SimpleNamespace(PostList=SimpleNamespace(as_view=lambda: view))


def test_answer(answer, right, world):
    """The same JSON.

    Tries: json, posts, country, tags, comments, count.
    """
    for number in (0, 1, 2, 60):
        world.clear()
        world.posts(number, comments=(0, 3), replies=(0, 1))
        same(get(answer), get(right), call="GET", given=f"with {plural(number, 'post')}")
    # Microseconds that end in zeros are written in full: "00.120000".
    Comment.objects.update(created_at=TALKING[0] + timedelta(milliseconds=120))
    Post.objects.filter(published_at__isnull=False).update(published_at=TALKING[0])
    same(get(answer), get(right), call="GET", given="when all was said at the same moment")
    # A few posts are enough from here on.
    shown = Post.objects.filter(published_at__isnull=False).order_by("-pk")[:FEW]
    Post.objects.exclude(pk__in=list(shown.values_list("pk", flat=True))).delete()
    repeat()
    same(get(answer), get(right), call="GET", given="when rows differ in nothing but their ids")
    Comment.objects.update(body="I meant something else.")
    same(get(answer), get(right), call="GET", given="after all comments were edited")
    Profile.objects.filter(user__in=User.objects.filter(is_active=True)).delete()
    same(get(answer), get(right), call="GET", given="when few people have a profile")


def test_queries(answer, right, world):
    """The same number of queries, however many posts.

    Tries: queries, json, posts.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(number, comments=(2, 2), replies=(0, 0), tags=(2, 2), drafts=0)

    growth(
        answer,
        right,
        ask=get,
        world=world,
        grow=grow,
        unit="post",
        at_most=10,
        sizes=(3, 20, 50),  # a page is 50, and an answer that fetches in portions shows below it
    )


def test_comments(answer, right, world):
    """The same number of queries, however many comments.

    Tries: queries, comments, count.
    """

    def grow(number):
        world.people(10 + number)
        world.posts(1, comments=(number, number), replies=(0, 0), drafts=0)
        Comment.objects.update(is_approved=True)

    growth(
        answer,
        right,
        ask=get,
        world=world,
        grow=grow,
        unit="comment",
        at_most=10,
    )


def test_rows(answer, right, world):
    """Fetches only what belongs to the posts that it shows.

    Tries: fetched.
    """
    world.people(60)
    world.posts(300, comments=(2, 2), replies=(0, 0), likes=(0, 0), tags=(1, 1), drafts=0)
    tie(60, TALKING[0])
    why = "for a page of 50 posts out of 300"
    page = fetches_no(lambda: get(answer), *hide(), why=why)
    same(page, get(right), call="GET")
    at_most(lambda: get(answer), rows=450, kib=200, why=why)


def view(request):
    """Return the posts that a GET request has to be answered with."""
    people = {person.id: author(person) for person in rows(User)}
    countries = {profile.user_id: profile.country for profile in rows(Profile)}
    names = {tag.id: tag.name for tag in rows(Tag)}
    tags = grouped(
        sorted(rows(Post.tags.through), key=attrgetter("tag_id"), reverse=True), "post_id"
    )
    approved = grouped(
        (row for row in newest_first(rows(Comment), "created_at") if row.is_approved), "post_id"
    )
    posts = newest_first(rows(Post), "published_at")
    page = [
        {
            "id": post.id,
            "title": post.title,
            "author": people[post.author_id],
            "country": countries.get(post.author_id),
            "tags": [names[row.tag_id] for row in tags[post.id]],
            "comments": [
                {
                    "id": row.id,
                    "author": people[row.author_id],
                    "body": row.body,
                    "created_at": row.created_at.isoformat().replace("+00:00", "Z"),
                }
                for row in approved[post.id]
            ],
            "comment_count": len(approved[post.id]),
        }
        for post in posts[:50]
    ]
    return JsonResponse(page, safe=False)


def author(person):
    """Return what is said of a person."""
    return {name: getattr(person, name) for name in ("id", "username", "first_name", "last_name")}


def get(module):
    """Send a GET request to the view and return what its JSON says."""
    return get_json(module.PostList.as_view(), "/api/posts/")


def hide():
    """Mark and return all posts, comments, tags and people that do not belong to the page."""
    published = Post.objects.filter(published_at__isnull=False)
    shown = list(published.order_by("-published_at", "-pk").values_list("pk", flat=True)[:50])
    posts = Post.objects.exclude(pk__in=shown)
    comments = Comment.objects.exclude(post__in=shown)
    tags = Tag.objects.exclude(posts__in=shown)
    people = User.objects.exclude(posts__in=shown).exclude(comments__post__in=shown)
    posts.update(title=POST)
    comments.update(body=COMMENT)
    for tag in tags:
        Tag.objects.filter(pk=tag.pk).update(name=f"{TAG} {tag.pk}")
    people.update(username=Concat(Value(PERSON), F("username")))
    return [
        unwanted("posts that are not shown", posts.values_list("pk", flat=True), POST),
        unwanted("comments on other posts", comments.values_list("pk", flat=True), COMMENT),
        unwanted("tags of other posts", tags.values_list("pk", flat=True), TAG),
        unwanted("people who are not shown", (), PERSON),
    ]
