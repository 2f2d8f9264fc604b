from collections import OrderedDict, deque
from datetime import UTC, date, datetime
from decimal import Decimal
from unittest.mock import ANY

import pytest
from django.db import models
from django.utils.functional import SimpleLazyObject, lazy
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from arena.accounts.models import User
from kata.checks import same
from kata.checks.findings import CheckFailed
from kata.checks.queries import counted

ROWS = [{"a": 1}, {"a": 2}, {"a": 2}]


@pytest.mark.parametrize(
    "got",
    [
        ROWS,
        tuple(ROWS),
        iter(ROWS),
        (row for row in ROWS),
        [OrderedDict(row) for row in ROWS],
        dict(enumerate(ROWS)).values(),
    ],
)
def test_rows_are_the_same_in_whatever_holds_them(got):
    same(got, ROWS)


def test_a_queryset_holds_rows(world):
    world.people(2)
    users = User.objects.order_by("pk").values("username")
    same(users, list(users))


def test_order_matters_unless_it_does_not():
    same(ROWS[::-1], ROWS, ordered=False)
    with pytest.raises(
        CheckFailed, match="the same rows as expected, in another order from row 1 on"
    ):
        same(ROWS[::-1], ROWS)


@pytest.mark.parametrize(
    ("got", "says", "details"),
    [
        (None, "it returned None. Is a return missing?", "expected  [{'a': 1}"),
        (ROWS[:2], "expected 3 rows, got 2.", "missing   {'a': 2}"),
        ([], "expected 3 rows, got 0.", "missing   {'a': 1}"),
        ([*ROWS, {"a": 3}], "expected 3 rows, got 4.", "extra     {'a': 3}"),
        ([{"a": 1}, {"a": 1}, {"a": 2}], "'a' of row 2 is wrong.", "got       1"),
        ([{"a": 1}, {"a": 2}, {"b": 2}], "row 3 has no 'a'.", "got       {'b': 2}"),
        ([{"a": 1}, {"a": 2}, {"a": 2, "b": 3}], "row 3 has 'b', which is not expected.", ""),
        ({"a": 1}, "it returned a dict; expected a list of rows.", "got  {'a': 1}"),
        (7, "it returned an int; expected a list of rows.", ""),
    ],
)
def test_the_first_difference_is_named(got, says, details):
    with pytest.raises(CheckFailed) as failed:
        same(got, ROWS, call="feed()", given="with 3 posts")
    assert failed.value.failure.says == f"feed() with 3 posts: {says}"
    assert details in "\n".join(failed.value.failure.details)


def test_nested_differences_are_followed_down():
    right = [{"title": "x", "comments": [{"by": "ana"}, {"by": "bob"}]}]
    wrong = [{"title": "x", "comments": [{"by": "ana"}, {"by": "eve"}]}]
    with pytest.raises(CheckFailed, match="in 'comments' of row 1: 'by' of row 2 is wrong"):
        same(wrong, right)
    with pytest.raises(CheckFailed, match="in 'comments' of row 1: expected 2 rows, got 1"):
        same([{"title": "x", "comments": [{"by": "ana"}]}], right)


@pytest.mark.parametrize("missing", [True, False])
def test_unordered_rows_that_cannot_be_hashed(missing):
    rows = [{"tags": ["x", "y"]}, {"tags": []}, {"tags": [{"deep": {1}}]}]
    same(rows[::-1], rows, ordered=False)
    if missing:
        with pytest.raises(CheckFailed):
            same([*rows[:2], rows[0]], rows, ordered=False)


class Any:
    def __eq__(self, other):
        return True

    __hash__ = None


class Sly(str):
    def __eq__(self, other):
        return True

    def __str__(self):
        return "right"

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (True, 1),
        (1, True),
        (1.0, 1),
        (1.5, Decimal("1.5")),
        ("1", 1),
        (b"a", "a"),
        (datetime(2025, 1, 1), date(2025, 1, 1)),
        (Any(), 1),
        (ANY, "text"),
        (Sly("wrong"), "right"),
        ({True: 1}, {1: 1}),
    ],
)
def test_types_count(got, expected):
    for inside in (lambda value: value, lambda value: [value], lambda value: {"deep": [value]}):
        with pytest.raises(CheckFailed):
            same(inside(got), inside(expected))
        with pytest.raises(CheckFailed):
            same(inside(got), inside(expected), ordered=False)


class Moment(datetime):
    pass


class Level(models.IntegerChoices):
    FIRST = 1


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (mark_safe("a"), "a"),
        (gettext_lazy("a"), "a"),
        (SimpleLazyObject(lambda: [1]), [1]),
        (Level.FIRST, 1),
        (Moment(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)),
        (deque([1, 2]), [1, 2]),
        (range(3), [0, 1, 2]),
        ({"a": 1}.items(), [["a", 1]]),
        ({1, 2}, frozenset({2, 1})),
        (Decimal("1.0"), Decimal("1.00")),
    ],
)
def test_what_only_looks_different_is_reduced_to_plain_values(got, expected):
    same(got, expected)
    same([got], [expected], ordered=False)


def test_the_difference_of_two_long_texts_is_shown():
    with pytest.raises(CheckFailed) as failed:
        same("x" * 100 + ", one; two", "x" * 100 + ", one, two")
    assert failed.value.failure.details == (
        "expected  '... xxxxx, one, two'",
        "got       '... xxxxx, one; two'",
    )


def test_a_difference_of_types_is_shown():
    with pytest.raises(CheckFailed) as failed:
        same([{"n": True}], [{"n": 1}])
    assert failed.value.failure.details == ("expected  1  (int)", "got       True  (bool)")


def test_objects_are_refused_by_name(world):
    [user] = world.people(1)
    with pytest.raises(CheckFailed, match="it returned a value of type User, where plain"):
        same([{"user": user}], [{"user": "ana"}])
    with pytest.raises(TypeError, match="holds a value of type User"):
        same(user, user)


def test_lazy_values_send_their_statements_inside_the_meter(world):
    world.people(3)

    def answer():
        return [SimpleLazyObject(User.objects.count), lazy(User.objects.count, int)()]

    result, meter = counted(answer)
    assert (result, meter.count) == ([3, 3], 2)


def test_none_is_a_value_like_any_other():
    with pytest.raises(CheckFailed) as failed:
        same(None, 5, call="my_rank()")
    assert failed.value.failure.says == "my_rank(): it returned something else."
    assert failed.value.failure.details == ("expected  5", "got       None")
