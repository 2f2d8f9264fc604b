"""The site that lessons profile: slow, but right."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest
from arena.discuss.models import Comment, Like, Post, Tag
from arena.worlds import World

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 6, 1, 12, tzinfo=UTC)


def minutes(number: int) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.fixture
def arena() -> SimpleNamespace:
    """Two people, a contest, two posts and a draft, and a thread with what must not be shown."""
    ada = User.objects.create(username="ada", first_name="Ada", last_name="O'Connor")
    tom = User.objects.create(username="tom")
    Profile.objects.create(user=ada, country="IE", bio="100%", rating=1900)
    contest = Contest.objects.create(
        title="Open", slug="open", opens_at=NOON, closes_at=minutes(90), cutoff=50
    )
    old = Post.objects.create(author=ada, editor=tom, title="Old", body="…", published_at=NOON)
    new = Post.objects.create(author=tom, title="New", body="…", published_at=minutes(5))
    Post.objects.create(author=tom, title="Draft", body="…")
    old.tags.set([Tag.objects.create(name="graphs"), Tag.objects.create(name="dp")])
    Like.objects.create(post=old, user=tom, created_at=NOON)
    first = old.comments.create(author=tom, body="First", created_at=minutes(1))
    second = old.comments.create(author=ada, body="Second", created_at=minutes(2))
    old.comments.create(author=ada, body="Hidden", created_at=minutes(3), is_approved=False)
    reply = Comment.objects.create(
        post=old, parent=first, author=ada, body="Reply", created_at=minutes(4)
    )
    return SimpleNamespace(
        ada=ada, tom=tom, contest=contest, old=old, new=new, first=first, second=second, reply=reply
    )


def attempt(arena, user, score, taken) -> None:
    Attempt.objects.create(
        contest=arena.contest,
        user=user,
        started_at=NOON,
        finished_at=None if taken is None else minutes(taken),
        score=score,
    )


def get(client, name, **kwargs):
    response = client.get(reverse(name, kwargs=kwargs))
    assert response.status_code == 200
    return response.json()


def author(user) -> dict:
    return {
        "id": user.pk,
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
    }


def test_feed_shows_published_posts_the_newest_first(client, arena):
    assert get(client, "feed") == {
        "posts": [
            {
                "id": arena.new.pk,
                "title": "New",
                "published_at": "2025-06-01T12:05:00Z",
                "author": "tom",
                "editor": None,
                "tags": [],
                "comments": 0,
                "likes": 0,
            },
            {
                "id": arena.old.pk,
                "title": "Old",
                "published_at": "2025-06-01T12:00:00Z",
                "author": "ada",
                "editor": "tom",
                "tags": ["dp", "graphs"],
                "comments": 3,
                "likes": 1,
            },
        ]
    }


def test_thread_shows_approved_comments_with_their_replies(client, arena):
    assert get(client, "thread", pk=arena.old.pk) == {
        "id": arena.old.pk,
        "title": "Old",
        "body": "…",
        "author": "ada",
        "comments": [
            {
                "id": arena.second.pk,
                "author": "ada",
                "body": "Second",
                "created_at": "2025-06-01T12:02:00Z",
                "replies": [],
            },
            {
                "id": arena.first.pk,
                "author": "tom",
                "body": "First",
                "created_at": "2025-06-01T12:01:00Z",
                "replies": [
                    {
                        "id": arena.reply.pk,
                        "author": "ada",
                        "body": "Reply",
                        "created_at": "2025-06-01T12:04:00Z",
                        "replies": [],
                    }
                ],
            },
        ],
    }


def test_a_draft_has_no_thread(client, arena):
    draft = Post.objects.get(title="Draft")
    assert client.get(reverse("thread", kwargs={"pk": draft.pk})).status_code == 404


def test_posts_api_nests_author_tags_and_approved_comments(client, arena):
    new, old = get(client, "api-posts")
    assert new == {
        "id": arena.new.pk,
        "title": "New",
        "published_at": "2025-06-01T12:05:00Z",
        "author": author(arena.tom),
        "tags": [],
        "comments": [],
    }
    assert (old["author"], old["tags"]) == (author(arena.ada), ["dp", "graphs"])
    assert old["comments"] == [
        {
            "id": comment.pk,
            "author": author(comment.author),
            "body": comment.body,
            "created_at": comment.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        for comment in (arena.first, arena.second, arena.reply)
    ]


def test_leaderboard_takes_the_best_of_each_and_lets_equals_share_a_rank(client, arena):
    eve, sam = (User.objects.create(username=name) for name in ("eve", "sam"))
    for who, score, taken in (
        (arena.ada, 70, 30),
        (arena.tom, 40, 10),
        (arena.tom, 70, 30),
        (arena.tom, 70, 31),
        (eve, 70, 20),
        (eve, None, None),
        (sam, 0, 5),
    ):
        attempt(arena, who, score, taken)
    assert get(client, "leaderboard", slug="open") == {
        "contest": "Open",
        "attempts": 6,
        "people": 4,
        "qualified": 3,
        "board": [
            {"rank": 1, "username": "eve", "score": 70, "seconds": 1200.0},
            {"rank": 2, "username": "ada", "score": 70, "seconds": 1800.0},
            {"rank": 2, "username": "tom", "score": 70, "seconds": 1800.0},
            {"rank": 4, "username": "sam", "score": 0, "seconds": 300.0},
        ],
    }


def test_contests_api_counts_attempts_and_those_that_reached_the_cutoff(client, arena):
    for score, taken in ((49, 10), (50, 10), (None, None)):
        attempt(arena, arena.ada, score, taken)
    assert get(client, "api-contests") == [
        {
            "slug": "open",
            "title": "Open",
            "setter": None,
            "opens_at": "2025-06-01T12:00:00Z",
            "closes_at": "2025-06-01T13:30:00Z",
            "cutoff": 50,
            "attempts": 3,
            "qualified": 1,
        }
    ]


def test_person_shows_what_somebody_did_last(client, arena):
    attempt(arena, arena.ada, 70, 30)
    assert get(client, "person", username="ada") == {
        "username": "ada",
        "name": "Ada O'Connor",
        "profile": {"country": "IE", "bio": "100%", "rating": 1900},
        "posts": 1,
        "comments": [
            {"post": "Old", "body": "Reply", "at": "2025-06-01T12:04:00Z"},
            {"post": "Old", "body": "Second", "at": "2025-06-01T12:02:00Z"},
        ],
        "attempts": [{"contest": "Open", "score": 70}],
    }


def test_person_may_have_no_profile(client, arena):
    assert get(client, "person", username="tom")["profile"] is None


def test_ping_touches_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get(reverse("ping"))
    assert (response.status_code, response.content) == (200, b"pong")


def test_pages_are_limited(client):
    world = World(1)
    world.people(10)
    world.contests(60, attempts=(0, 3))
    world.posts(60, comments=(60, 60), replies=(0, 0), drafts=0)
    post = Post.objects.exclude(published_at=None).order_by("pk")[0]
    talker = Comment.objects.filter(is_approved=True).values_list("author__username", flat=True)[0]
    assert len(get(client, "feed")["posts"]) == 50
    assert len(get(client, "thread", pk=post.pk)["comments"]) <= 50
    assert len(get(client, "api-posts")) == 50
    assert len(get(client, "api-contests")) == 50
    assert len(get(client, "person", username=talker)["comments"]) == 50


@pytest.mark.parametrize(
    ("name", "kwargs"),
    [("thread", {"pk": 1}), ("leaderboard", {"slug": "x"}), ("person", {"username": "x"})],
)
def test_what_is_not_there_is_not_found(client, name, kwargs):
    assert client.get(reverse(name, kwargs=kwargs)).status_code == 404
