"""How the plugin groups the tests of a run by exercise."""

from types import SimpleNamespace

from bench import grouping
from kata import course
from kata.pytest_plugin import grouped


def test_the_checks_of_an_exercise_are_one_group_in_order():
    one, other = course.exercises()[:2]
    names = [(one.test, "a"), (other.test, "b"), (course.ROOT / "tests/test_x.py", "c")]
    items = [SimpleNamespace(path=path, name=name) for path, name in [*names, (one.test, "d")]]
    groups = {
        path: [item.name for item in group]
        for path, group in grouped(items).items()  # type: ignore[arg-type]
    }
    assert groups == {one.test: ["a", "d"], other.test: ["b"]}


def test_a_hundred_exercises_are_grouped_in_a_moment(tmp_path):
    assert grouping.measure(tmp_path, 100) < 0.2
