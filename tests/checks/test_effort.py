import threading

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Count

from arena.discuss.models import Comment, Like, Post, Tag
from kata.checks.effort import effort, lighter
from kata.checks.findings import CheckFailed, ledger


@pytest.fixture
def busy(world):
    """Two posts of which each has 100 comments and 50 likes, and four without any."""
    world.posts(2, comments=(100, 100), replies=(0, 0), likes=(50, 50), drafts=0)
    world.posts(4, comments=(0, 0), likes=(0, 0), drafts=0)


def multiplied():
    counts = Count("comments", distinct=True), Count("likes", distinct=True)
    return list(Post.objects.values_list(*counts))


def apart():
    counts = [
        dict(model.objects.values_list("post").annotate(Count("pk"))) for model in (Comment, Like)
    ]
    return [tuple(count.get(post.pk, 0) for count in counts) for post in Post.objects.all()]


def test_rows_that_never_leave_the_database_are_seen(busy):
    far, near = effort(multiplied), effort(apart)
    assert sorted(far.result) == sorted(map(list, near.result))
    assert far.amount > 10_000
    assert near.amount < 1_000
    assert far.unit == "rows"


def test_rows_of_tables_are_counted_apart(busy):
    def one_number():
        return Like.objects.filter(post__comments__isnull=False).distinct().count()

    spent = effort(lambda: list(Tag.objects.all()) + list(Tag.objects.all()))
    assert spent.read == 2 * Tag.objects.count()
    assert effort(one_number).read < effort(one_number).amount
    no_tag = effort(lambda: list(Tag.objects.filter(name="of no tag").order_by("-name")))
    assert no_tag.read == Tag.objects.count()  # read, and thrown away by a filter


def test_the_same_on_every_run(busy):
    assert effort(multiplied).amount == effort(multiplied).amount


def test_a_failure_names_line_statement_and_step(busy, aimed_here):
    with pytest.raises(CheckFailed) as failed:
        lighter(multiplied, apart, times=5, why="with busy posts")
    failure = failed.value.failure
    assert failure.says.startswith("The database handles ")
    assert failure.allowed.endswith("what the starter needs, with busy posts.")
    assert "rows from" in failure.details[0]
    assert failure.lines[0].where.startswith("test_effort.py:")
    assert "discuss_post" in failure.lines[0].sql


def test_within_the_allowance_the_result_comes_back(busy):
    ledger.clear()
    assert lighter(apart, multiplied, times=1) == [list(row) for row in apart()]
    assert list(ledger.cost) == ["rows inside the database"]


def test_threads_streams_and_handwritten_sql_count(busy):
    def in_a_thread():
        thread = threading.Thread(target=lambda: (multiplied(), connection.close()))
        thread.start()
        thread.join()

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 100 %% 7, count(*) FROM generate_series(1, %s)", [9_000])
            return cursor.fetchall()

    assert effort(in_a_thread).amount == effort(multiplied).amount
    assert effort(by_hand).amount > 9_000
    assert effort(lambda: list(Comment.objects.iterator())).amount == Comment.objects.count()


COUNT = "SELECT 100, count(*) FROM generate_series(1, 9000)"


def commented():
    with connection.cursor() as cursor:
        cursor.execute(f"/* why */ -- because\n{COUNT}")


def below_django():
    connection.connection.execute(COUNT)


def streamed():
    with connection.connection.cursor() as cursor:
        return list(cursor.stream(COUNT))


def declared():
    with connection.connection.transaction(), connection.connection.cursor("own") as cursor:
        cursor.execute(COUNT)


def copied():
    with connection.cursor() as cursor, cursor.copy(f"COPY ({COUNT}) TO STDOUT") as blocks:
        return sum(map(len, blocks))


@pytest.mark.parametrize("way", [commented, below_django, streamed, declared, copied])
def test_whichever_cursor_sends_it(busy, way):
    assert effort(way).amount > 9_000


def test_what_a_statement_writes_is_written_once(busy):
    def write():
        Like.objects.all().delete()
        return Like.objects.count()

    assert effort(write).result == 0
    assert effort(lambda: list(Post.objects.prefetch_related("likes"))).amount == 6


def test_nothing_stays_behind(busy):
    before = CursorWrapper.execute
    with pytest.raises(ZeroDivisionError):
        effort(lambda: 1 / 0)
    assert CursorWrapper.execute is before
    assert effort(lambda: 7).amount == 0


def test_planned_as_for_large_tables(busy):
    def scans(large):
        return " ".join(effort(lambda: list(Like.objects.order_by("pk")), large=large).details)

    assert "Seq Scan" in scans(False)
    assert "Seq Scan" not in scans(True)
    assert "Seq Scan" in scans(False)  # only for as long as it was asked for
