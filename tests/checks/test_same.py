from collections import OrderedDict

import pytest

from arena.accounts.models import User
from kata.checks import same
from kata.verdict import CheckFailed

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
    with pytest.raises(CheckFailed, match="the right rows in the wrong order, from row 1 on"):
        same(ROWS[::-1], ROWS)


@pytest.mark.parametrize(
    ("got", "says", "details"),
    [
        (None, "it returned None. Is a return missing?", "expected  [{'a': 1}"),
        (ROWS[:2], "it returned 2 rows, and 3 are right.", "missing   {'a': 2}"),
        ([], "it returned 0 rows, and 3 are right.", "missing   {'a': 1}"),
        ([*ROWS, {"a": 3}], "it returned 4 rows, and 3 are right.", "too much  {'a': 3}"),
        ([{"a": 1}, {"a": 1}, {"a": 2}], "'a' of row 2 is wrong.", "got       1"),
        ([{"a": 1}, {"a": 2}, {"b": 2}], "row 3 has no 'a'.", "got       {'b': 2}"),
        ([{"a": 1}, {"a": 2}, {"a": 2, "b": 3}], "row 3 has 'b', which was not asked for.", ""),
        ({"a": 1}, "it returned a dict, and a list of rows is asked for.", "got  {'a': 1}"),
        (7, "it returned an int, and a list of rows is asked for.", ""),
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
    with pytest.raises(CheckFailed, match="in 'comments' of row 1: 1 row, and 2 are right"):
        same([{"title": "x", "comments": [{"by": "ana"}]}], right)


@pytest.mark.parametrize("missing", [True, False])
def test_unordered_rows_that_cannot_be_hashed(missing):
    rows = [{"tags": ["x", "y"]}, {"tags": []}, {"tags": [{"deep": {1}}]}]
    same(rows[::-1], rows, ordered=False)
    if missing:
        with pytest.raises(CheckFailed):
            same([*rows[:2], rows[0]], rows, ordered=False)


def test_one_and_true_and_decimals_are_told_by_equality():
    same([{"n": 1}], [{"n": 1.0}])
    with pytest.raises(CheckFailed):
        same([{"n": "1"}], [{"n": 1}])
