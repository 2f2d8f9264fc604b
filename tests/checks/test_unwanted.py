import pytest
from django.db import connection
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from arena.discuss.models import Post
from kata.checks.findings import CheckFailed
from kata.checks.unwanted import fetches_no, unwanted


@pytest.fixture
def others(world):
    """Five posts that an answer must leave alone, beside three others."""
    kept = [post.pk for post in world.posts(3, drafts=0)]
    posts = world.posts(5, drafts=0)
    Post.objects.exclude(pk__in=kept).update(title="Mark of the others")
    return unwanted("other posts", [post.pk for post in posts], "Mark of")


def by_hand(sql):
    def call():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    return call


WAYS = {
    "objects": lambda: [post.title for post in Post.objects.all()],
    "keys": lambda: len(Post.objects.values_list("pk")),
    "titles": lambda: len(Post.objects.values_list("title")),
    "keys as text": lambda: len(
        Post.objects.values_list(Concat(Value("post "), Cast("pk", CharField())))
    ),
}
AGGREGATES = {
    "an array": "SELECT array_agg(id) FROM discuss_post",
    "a document": "SELECT json_agg(discuss_post) FROM discuss_post",
    "a text": "SELECT string_agg(title, ', ') FROM discuss_post",
}


@pytest.mark.parametrize("way", WAYS)
def test_unwanted_rows_are_seen(others, way):
    with pytest.raises(CheckFailed) as failed:
        fetches_no(WAYS[way], others, why="for a page of three")
    failure = failed.value.failure
    assert failure.says == "5 rows of other posts reached Python."
    assert failure.allowed == "none, for a page of three."
    assert failure.details[0].startswith("the first  (")


@pytest.mark.parametrize("sql", AGGREGATES.values(), ids=AGGREGATES)
def test_inside_of_one_value_too(others, sql):
    with pytest.raises(CheckFailed, match="1 row of other posts reached Python"):
        fetches_no(by_hand(sql), others)


def test_copied_out_too(others):
    def copied():
        statement = "COPY discuss_post TO STDOUT"
        with connection.connection.cursor() as cursor, cursor.copy(statement) as blocks:
            return sum(map(len, blocks))

    with pytest.raises(CheckFailed, match="5 rows of other posts"):
        fetches_no(copied, others)


def test_rows_that_are_wanted_and_counts_pass(others):
    wanted = Post.objects.exclude(pk__in=others.keys)
    assert fetches_no(lambda: wanted.values_list("pk", "title"), others) == [
        [post.pk, post.title] for post in wanted
    ]
    assert fetches_no(lambda: [Post.objects.count()], others) == [8]
