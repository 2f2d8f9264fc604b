import threading

import pytest
from django.db import connection

from arena.accounts.models import User
from arena.discuss.models import Comment
from kata.checks import at_most, measure
from kata.checks.findings import CheckFailed, ledger
from kata.checks.work import counting_instances, peak_kib


def test_rows_and_instances_of_a_list(world):
    world.people(20)
    work = measure(lambda: list(User.objects.all()))
    assert (work.queries, work.rows, work.instances) == (1, 20, 20)
    work = measure(lambda: User.objects.values_list("username", flat=True))
    assert (work.queries, work.rows, work.instances) == (1, 20, 0)
    work = measure(User.objects.count)
    assert (work.result, work.queries, work.rows, work.instances) == (20, 1, 1, 0)


def test_instances_in_a_thread_count(world):
    world.people(5)
    with counting_instances() as built:
        thread = threading.Thread(target=lambda: (list(User.objects.all()), connection.close()))
        thread.start()
        thread.join()
    assert built == [5]
    assert User.from_db.__func__.__qualname__ == "Model.from_db"


def test_pages_tell_a_scan_from_an_index(world):
    world.posts(60, comments=(10, 20))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE discuss_comment")
    one = Comment.objects.order_by("pk")[30]
    Comment.objects.get(pk=one.pk)  # the first use of an index reads pages of the catalogue
    by_key = measure(lambda: Comment.objects.get(pk=one.pk)).blocks
    by_text = measure(lambda: list(Comment.objects.filter(body__contains="no such words"))).blocks
    assert 0 < by_key <= 4
    assert by_text > 2 * by_key
    assert (
        by_text
        == measure(lambda: list(Comment.objects.filter(body__contains="no such words"))).blocks
    )


def test_memory_of_a_list_against_an_iterator(world):
    world.people(2000)
    whole = peak_kib(lambda: list(User.objects.all()))
    in_parts = peak_kib(lambda: [None for _ in User.objects.iterator(chunk_size=100)])
    assert whole > 4 * in_parts


@pytest.mark.parametrize(
    ("most", "says"),
    [
        ({"rows": 19}, "20 rows fetched."),
        ({"instances": 10}, "20 model instances built."),
        ({"queries": 0}, "1 query."),
        ({"queries": 1, "rows": 20, "instances": 19}, "20 model instances built."),
        ({"peak_kib": 1}, "KiB of memory at the peak."),
    ],
)
def test_the_first_ceiling_that_is_exceeded_is_named(world, most, says):
    world.people(20)
    with pytest.raises(CheckFailed) as failed:
        at_most(lambda: User.objects.all(), why="for a page", **most)
    assert says in failed.value.failure.says
    assert failed.value.failure.allowed.endswith("for a page.")


def test_within_the_ceilings_the_result_comes_back(world):
    world.people(3)
    ledger.clear()
    assert len(at_most(lambda: User.objects.all(), rows=3, instances=3, queries=1)) == 3
    assert ledger.cost == {"rows": 3, "instances": 3, "queries": 1}


def test_an_unknown_ceiling_is_the_authors_mistake():
    with pytest.raises(TypeError, match="no such ceiling: sheep"):
        at_most(lambda: None, sheep=1)
