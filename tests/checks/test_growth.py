from types import SimpleNamespace

import pytest

from arena.accounts.models import User
from arena.discuss.models import Post
from kata.checks import growth
from kata.checks.findings import CheckFailed

KEPT = {}


def module(call):
    return SimpleNamespace(feed=call)


def joined():
    return [post.author.username for post in Post.objects.select_related("author").order_by("pk")]


def prefetched():
    posts = Post.objects.prefetch_related("author").order_by("pk")
    return [post.author.username for post in posts]


def one_by_one():
    return [post.author.username for post in Post.objects.order_by("pk")]


def two_each():
    return [
        User.objects.get(pk=post.author_id).username
        for post in Post.objects.order_by("pk")
        if User.objects.exists()
    ]


def seven():
    for _ in range(6):
        User.objects.count()
    return joined()


def in_portions(size):
    def answer():
        names = []
        for start in range(0, Post.objects.count(), size):
            posts = Post.objects.select_related("author").order_by("pk")[start : start + size]
            names += [post.author.username for post in posts]
        return names

    return answer


def right_for_few():
    names = joined()
    return names if len(names) < 100 else names[::-1]


def remembered():
    count = Post.objects.count()
    if count not in KEPT:
        KEPT[count] = joined()
    return KEPT[count]


def judge(world, answer, more=None):
    KEPT.clear()
    growth(
        module(answer),
        module(joined),
        ask=lambda it: it.feed(),
        world=world,
        grow=world.posts,
        unit="post",
        at_most=2,
        more=more,
    )


@pytest.mark.parametrize("answer", [joined, prefetched])
def test_flat_answers_pass(world, answer):
    judge(world, answer)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (one_by_one, "121 queries for 120 posts, 4 queries for 3 posts: one more for every post."),
        (two_each, "241 queries for 120 posts, 7 queries for 3 posts: 2 more for every post."),
        (seven, "7 queries, however many posts there are."),
        (in_portions(10), "the more posts, the more queries."),
        (
            in_portions(100),
            "3 queries for 120 posts, 2 queries for 30 posts, 2 queries for 3 posts: the more",
        ),
        (remembered, "Called again after the data had changed, for 3 posts: row 1 differs."),
        (right_for_few, "for 120 posts: the same rows as expected, in another order"),
        (lambda: [], "expected 3 rows, got 0."),
    ],
)
def test_the_sentence_says_how_it_grows(world, answer, says):
    with pytest.raises(CheckFailed) as failed:
        judge(world, answer)
    assert says in failed.value.failure.says


def test_the_plural_of_person_is_people(world):
    one = {"ask": lambda it: it.feed(), "grow": world.posts, "unit": "person", "at_most": 2}
    with pytest.raises(CheckFailed, match="7 queries, however many people there are"):
        growth(module(seven), module(joined), world=world, **one)


def plain_posts(world):
    return lambda number: world.posts(number, comments=(0, 0), likes=(0, 0), tags=(0, 0))


def test_large_portions_show_when_there_are_more(world):
    judge(world, joined, more=plain_posts(world))
    judge(world, in_portions(1_500))
    with pytest.raises(CheckFailed) as failed:
        judge(world, in_portions(1_000), more=plain_posts(world))
    assert "3 queries for 1,420 posts, 2 queries for 120 posts" in failed.value.failure.says
