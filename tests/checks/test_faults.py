"""One statement of a call fails, whichever cursor sends it; or the process is killed there."""

import pytest
from django.db import DatabaseError, connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Tag
from kata.checks import Gate, fails_at, killed_at, killed_before


def by_django():
    Tag.objects.create(name="one")
    Tag.objects.create(name="two")


def by_the_driver():
    with connection.cursor() as cursor:
        own = connection.connection.cursor() if connection.vendor == "postgresql" else cursor
        for name in ("one", "two"):
            own.execute("INSERT INTO discuss_tag (name) VALUES (%s)", [name])


def names():
    return sorted(Tag.objects.values_list("name", flat=True))


@pytest.mark.parametrize("write", [by_django, by_the_driver])
@pytest.mark.parametrize(("number", "left"), [(0, []), (1, ["one"]), (2, ["one", "two"])])
def test_the_statement_with_the_number_fails_and_none_before_it(world, write, number, left):
    assert fails_at(number, write) == (number < 2)
    assert names() == left


@pytest.mark.parametrize("write", [by_django, by_the_driver])
def test_a_transaction_leaves_nothing(world, write):
    assert fails_at(1, transaction.atomic(write))
    assert names() == []


def test_what_the_call_catches_counts(world):
    def swallows():
        try:
            User.objects.count()
        except DatabaseError:
            return "no number"

    assert fails_at(0, swallows)


def test_another_error_of_the_call_is_raised(world):
    with pytest.raises(DatabaseError, match="other"):
        fails_at(3, lambda: (_ for _ in ()).throw(DatabaseError("other")))


def test_a_killed_process_leaves_what_it_has_committed(world):
    def call(point):
        Tag.objects.create(name="one")
        with transaction.atomic():
            Tag.objects.create(name="two")
            transaction.on_commit(lambda: Tag.objects.create(name="three"), robust=True)
        point()

    seen = []
    for number in range(7):
        seen.append((killed_at(number, call), names()))
        Tag.objects.all().delete()
    all_three = ["one", "three", "two"]
    assert seen == [
        (True, []),
        (True, ["one"]),
        (True, ["one"]),
        (True, ["one", "two"]),
        (True, ["one", "two"]),
        (True, all_three),
        (False, all_three),
    ]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_a_killed_process_has_no_lock_left(world):
    Tag.objects.create(name="one")

    def call(point):
        with transaction.atomic():
            list(Tag.objects.select_for_update())
            point()

    for _ in range(5):
        assert killed_at(1, call)
        with transaction.atomic():
            assert len(Tag.objects.select_for_update(skip_locked=True)) == 1


def test_an_error_before_the_point_is_raised(world):
    with pytest.raises(ZeroDivisionError):
        killed_at(1, lambda point: (point(), 1 / 0))


def test_a_gate_is_asked_before_each_method():
    told = []
    gate = Gate([1, 2], lambda *args: told.append(args))
    assert gate.index(2) == 1
    assert told == [("index", 2)]

    def refuse(name, *_):
        raise LookupError(name)

    with pytest.raises(LookupError, match="clear"):
        Gate(told, refuse).clear()
    assert told


@pytest.mark.parametrize("write", [by_django, by_the_driver])
@pytest.mark.parametrize(("number", "left"), [(0, []), (1, ["one"]), (2, ["one", "two"])])
def test_a_call_is_killed_before_the_statement_with_the_number(world, write, number, left):
    assert killed_before(number, write) == (number < 2)
    assert names() == left


def test_a_killed_transaction_leaves_nothing(world):
    assert killed_before(1, transaction.atomic(by_django))
    assert names() == []


def test_a_killed_call_sends_nothing_more(world):
    def goes_on():
        try:
            by_django()
        finally:
            Tag.objects.create(name="three")

    assert killed_before(1, goes_on)
    assert names() == ["one"]
