"""What a sentence says of an exception, and which line it names."""

import sys

import pytest

from kata.checks import answers
from kata.checks.attribution import Target
from kata.checks.blame import course_fault, failure_of
from kata.course import find

ANSWER = """
class BadRow(Exception):
    pass

def feed(limit=50):
    raise BadRow("row 3")

def calls(back):
    return back(5)

nothing = None
"""


@pytest.fixture
def answer(tmp_path):
    path = tmp_path / "feed.py"
    path.write_text(ANSWER)
    Target.aim(path)
    yield answers.load(path)
    Target.path = Target.asked = ""
    sys.modules.pop("answer_feed")


def failure(call):
    with pytest.raises(BaseException) as raised:
        call()
    return failure_of(raised.value)


def test_an_answers_own_exception_has_the_name_that_it_has_there(answer):
    assert failure(answer.feed).says == "feed.py:6 raises BadRow: row 3"


def test_an_exception_that_the_check_raises_is_not_put_on_the_answer(answer, monkeypatch):
    code = compile("def back(n):\n    return {}[n]\n", str(find("feed")[0].test), "exec")
    names = {}
    exec(code, names)
    says = failure(lambda: answer.calls(names["back"])).says
    assert says == "feed.py:9 calls a function of the check, which raises KeyError: 5"


@pytest.mark.parametrize(
    ("use", "line"),
    [
        (lambda answer: answer.nothing.title, "feed.py:11"),
        (lambda answer: len(answer.feed), "feed.py:5"),
        (lambda answer: answer.BadRow().row, "feed.py:2"),
    ],
)
def test_what_the_check_cannot_use_is_named_by_the_line_that_defines_it(answer, use, line):
    found = failure(lambda: use(answer))
    assert found.says.startswith(f"{line} gives the check something that it cannot use: ")
    assert [one.where for one in found.lines] == [line]


def test_without_a_line_it_is_the_answer(answer):
    Target.asked = ""
    says = failure(lambda: 1 / 0).says
    assert says.startswith("Your answer gives the check something that it cannot use: ZeroDivision")


def test_what_pytest_adds_to_an_assertion_of_the_check_is_not_shown(answer):
    found = failure_of(AssertionError("They differ.\nassert 1 == 2\n +  where 1 = f()"))
    assert (found.says, found.details) == ("They differ.", ())


@pytest.mark.parametrize(
    ("asked", "call", "is_ours"),
    [
        ("", lambda answer: 1 / 0, True),
        ("", lambda answer: answer.feed(), False),
        ("feed", lambda answer: 1 / 0, False),
        ("feed", lambda answer: __import__("no_such_module"), True),
        ("feed", lambda answer: answer.calls(lambda n: __import__("no_such_module")), False),
        ("", lambda answer: sys.exit(), False),
        ("", lambda answer: pytest.fail("They differ."), False),
    ],
)
def test_a_check_that_cannot_begin_is_not_put_on_the_answer(answer, asked, call, is_ours):
    Target.asked = asked
    with pytest.raises(BaseException) as raised:
        call(answer)
    assert bool(course_fault(raised.value)) == is_ours


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ZeroDivisionError("by zero"), "ZeroDivisionError: by zero. Run: kata doctor"),
        (ImportError("No module"), "ImportError: No module. Run: make learn"),
    ],
)
def test_the_courses_own_fault_says_what_to_do(answer, error, says):
    Target.asked = ""
    assert course_fault(error) == f"The check could not begin: {says}"
