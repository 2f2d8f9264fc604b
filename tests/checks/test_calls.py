"""Function calls are counted, in Python and in C, by the line that led to them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kata.checks import CheckFailed, answers, counting_calls, fewer_calls
from kata.checks.attribution import Target

ANSWER = """
def add(number):
    return abs(number)

def many():
    return [add(number) for number in range(100)]

def few():
    return list(map(abs, range(100)))
"""


@pytest.fixture
def answer(tmp_path: Path) -> Iterator[answers.Answer]:
    """A module with a function that calls many others, and one that calls few."""
    path = tmp_path / "answer.py"
    path.write_text(ANSWER)
    former = Target.path
    Target.aim(path)
    yield answers.load(path)
    Target.path = former


def test_counts_python_and_c(answer: answers.Answer) -> None:
    """A hundred calls of a function, and a hundred of abs() in it, each by its line."""
    with counting_calls() as calls:
        answer.many()
    assert calls[3] == 100
    assert calls[6] - 100 in (0, 1)  # Python 3.11 calls a comprehension too
    with counting_calls() as calls:
        answer.few()
    assert calls.total() < 20


def test_compares(answer: answers.Answer) -> None:
    """Few calls pass; many fail with both numbers and the line."""
    assert fewer_calls(answer.few, answer.many, times=4) == list(range(100))
    with pytest.raises(CheckFailed) as caught:
        fewer_calls(answer.many, answer.many, times=2, why="for 100 numbers")
    failure = caught.value.failure
    assert "function calls" in failure.says
    assert "divided by 2, for 100 numbers." in failure.allowed
    assert failure.lines[0].count >= 100


def test_profile_is_put_back(answer: answers.Answer) -> None:
    """Nothing is counted after the block, not even when it ends with an exception."""
    with pytest.raises(ZeroDivisionError), counting_calls() as calls:
        raise ZeroDivisionError
    before = calls.total()
    answer.many()
    assert calls.total() == before
