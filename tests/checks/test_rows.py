from datetime import timedelta

from arena.discuss.models import Comment, Post
from arena.worlds import PUBLISHING
from kata.checks import grouped, newest_first, rows
from kata.checks.queries import counted


def test_a_table_is_one_query_in_the_order_of_its_keys(world):
    posts = sorted(world.posts(9), key=lambda post: post.pk)
    found, meter = counted(lambda: [(row.id, row.author_id, row.title) for row in rows(Post)])
    assert found == [[post.pk, post.author_id, post.title] for post in posts]
    assert meter.count == 1


def test_a_table_without_rows_has_none(world):
    assert rows(Post) == []


def test_rows_are_grouped_by_a_column(world):
    world.posts(5, comments=(1, 3))
    comments = grouped(rows(Comment), "post_id")
    assert {post.pk: [row.id for row in comments[post.pk]] for post in Post.objects.all()} == {
        post.pk: list(post.comments.order_by("pk").values_list("pk", flat=True))
        for post in Post.objects.all()
    }
    assert comments[1] == []


def test_the_newest_come_first_and_drafts_not_at_all(world):
    draft, *others = world.posts(6, drafts=0)
    Post.objects.filter(pk=draft.pk).update(published_at=None)
    for number, post in enumerate(others):
        at = PUBLISHING[0] + timedelta(microseconds=number // 2)  # two at each moment
        Post.objects.filter(pk=post.pk).update(published_at=at)
    published = Post.objects.exclude(pk=draft.pk).order_by("-published_at", "-pk")
    keys = [row.id for row in newest_first(rows(Post), "published_at")]
    assert keys == list(published.values_list("pk", flat=True))
