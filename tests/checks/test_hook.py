from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from arena.discuss.models import Post
from kata.checks import at_most
from kata.checks.findings import CheckFailed
from kata.checks.hook import DRIVER, Load, weigh
from kata.checks.queries import Meter, metered

SELECT = "SELECT id FROM discuss_post ORDER BY id"


def of_django(cursor):
    cursor.execute(SELECT)
    return cursor.fetchall()


def below_django(cursor):
    cursor.execute(SELECT)
    return cursor.cursor.fetchall()


def iterated_below(cursor):
    cursor.cursor.execute(SELECT)
    return list(cursor.cursor)


def one_by_one(cursor):
    cursor.execute(SELECT)
    return list(iter(cursor.fetchone, None))


def of_the_driver(_):
    with connection.connection.cursor() as cursor:
        cursor.execute(SELECT)
        return cursor.fetchall()


def streamed(_):
    with connection.connection.cursor() as cursor:
        return list(cursor.stream(SELECT))


def of_the_connection(_):
    return connection.connection.execute(SELECT).fetchmany(100)


def from_the_server(_):
    with connection.connection.transaction(), connection.connection.cursor("own") as cursor:
        cursor.execute(SELECT)
        return cursor.fetchall()


WAYS = [
    of_django,
    below_django,
    iterated_below,
    one_by_one,
    of_the_driver,
    streamed,
    of_the_connection,
    from_the_server,
]


@pytest.mark.parametrize("way", WAYS)
def test_a_statement_counts_once_and_its_rows_too(world, way):
    world.posts(5)
    with metered() as meter, connection.cursor() as cursor:
        rows = way(cursor)
    assert (len(rows), meter.rows, meter.count) == (5, 5, 1)


def test_objects_of_django_count_once(world):
    world.posts(7, drafts=0)
    with metered() as meter:
        list(Post.objects.all())
        list(Post.objects.iterator(chunk_size=2))
    assert (meter.count, meter.rows) == (2, 14)


def test_copy_is_seen_and_weighed(world):
    world.posts(6)
    with metered() as meter, connection.cursor() as cursor:
        with cursor.copy(f"COPY ({SELECT}) TO STDOUT") as copy:
            rows = list(copy.rows())
        with connection.connection.cursor() as raw, raw.copy(f"COPY ({SELECT}) TO STDOUT") as copy:
            text = b"".join(map(bytes, copy))
    assert len(rows) == text.count(b"\n") == 6
    assert (meter.count, meter.rows) == (2, 12)


def test_many_rows_of_the_driver_count_each(world):
    world.people(2)
    with Meter() as meter, connection.connection.cursor() as cursor:
        cursor.executemany("UPDATE discuss_post SET title = %s WHERE id = %s", [("a", 1)] * 3)
    assert meter.count == 3
    assert {query.alias for query in meter.queries} == {DRIVER}


def test_everything_is_put_back():
    import psycopg

    before = dict(vars(psycopg.Cursor))
    with Meter(), Meter():
        assert vars(psycopg.Cursor)["fetchall"] is not before["fetchall"]
    assert dict(vars(psycopg.Cursor)) == before


@pytest.mark.parametrize(
    ("row", "load"),
    [
        ((1, None, "abc"), Load(1, 3, 11)),
        ((1, [2, 3, 4]), Load(4, 4, 32)),
        (({"a": 1, "b": 2},), Load(1, 2, 16)),
        (({str(n): n for n in range(100)},), Load(101, 100, 800)),
        (([{"a": 1, "b": "x"}, {"a": 2, "b": "y"}],), Load(3, 4, 18)),
        (('[{"a": 1}, {"a": 2}]',), Load(3, 2, 20)),
        (("[no document",), Load(1, 1, 12)),
        ({"as": 1, "names": "tuples"}, Load(1, 2, 14)),
        (7, Load(1, 1, 8)),
        ((b"12345",), Load(1, 1, 5)),
    ],
)
def test_what_a_row_brings(row, load):
    assert weigh(row) == load


@pytest.mark.parametrize(
    ("select", "says"),
    [
        ("array_agg(id)", "51 rows fetched."),
        ("json_agg(json_build_object('id', id))", "51 rows fetched."),
        ("jsonb_agg(id)", "51 rows fetched."),
        ("json_object_agg(id, title)", "51 rows fetched."),
        ("string_agg(title, ',')", "KiB fetched."),
    ],
)
def test_one_row_with_everything_passes_no_budget(world, select, says):
    world.posts(50)
    Post.objects.update(title="a title that says a little more than others")

    def answer():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {select} FROM discuss_post")
            return cursor.fetchall()

    with pytest.raises(CheckFailed, match=says):
        at_most(answer, rows=5)


def test_a_budget_of_values_and_of_size(world):
    world.people(4)
    users = SimpleNamespace(
        few=lambda: list(get_user_model().objects.values_list("pk")),
        all=lambda: list(get_user_model().objects.values_list()),
    )
    at_most(users.few, rows=4, values=4, kib=1)
    with pytest.raises(CheckFailed, match="values fetched"):
        at_most(users.all, rows=4, values=8)


def test_a_statement_that_an_execute_wrapper_sends_counts_too(world):
    def asks(execute, sql, *args):
        if "discuss_post" in sql:
            with connection.cursor() as other:
                other.execute("SELECT 1")
        return execute(sql, *args)

    with metered() as meter, connection.execute_wrapper(asks), connection.cursor() as cursor:
        cursor.execute(SELECT)
    assert meter.count == 2
