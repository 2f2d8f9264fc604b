"""``kata verify`` itself: what it accepts, and each thing that it refuses."""

import pytest

from kata import course
from kata.checks.findings import Failure
from kata.judging import proof, runner
from kata.verdict import Check, Verdict

CHAPTER = """
title = "T"
summary = "S."

[[exercise]]
name = "feed"
title = "F"
level = 1
hints = ["look there", "do that"]
fails = { queries = "more for every post" }
"""
WRONG = '"""It is wrong.\n\nBreaks: queries\nFails: queries\n"""\n'
TASK = '''\
"""Slow.

Rules:
- same rows: as they are,
  all: of them.

Allowed:
- queries: 2.
"""
# TODO: faster
'''
TEST = '''
def test_answer():
    """The same rows.

    Tries: same rows.
    """


def test_queries():
    """Few queries.

    Tries: queries,
        same rows.
    """
'''


@pytest.fixture
def root(tmp_path):
    """An exercise that is all right."""
    files = {
        "chapters/01_x/chapter.toml": CHAPTER,
        "exercises/01_x/feed.py": TASK,
        "exercises/01_x/test_feed.py": TEST,
        "solutions/01_x/feed/before.py": TASK,
        "solutions/01_x/feed/after.py": '"""Fast."""\n',
        "solutions/01_x/feed/also_so.py": '"""Fast, too."""\n',
        "solutions/01_x/feed/why.md": "## Why it works\n",
        **{f"solutions/01_x/feed/wrong_{n}.py": WRONG for n in range(2)},
        "solutions/01_x/feed/wrong_2.py": WRONG.replace("Breaks: queries", "Breaks: same rows"),
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def exercise(root):
    course.chapters.cache_clear()
    return course.exercises(root)[0]


def test_a_whole_exercise_is_accepted(root):
    assert proof.structure(exercise(root)) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("solutions/01_x/feed/why.md", None, "why.md is missing"),
        ("solutions/01_x/feed/after.py", None, "after.py is missing"),
        ("exercises/01_x/test_feed.py", None, "test_feed.py is missing"),
        ("solutions/01_x/feed/also_so.py", None, "There is no also_*.py"),
        ("solutions/01_x/feed/wrong_0.py", None, "2 wrong_*.py: write three"),
        ("solutions/01_x/feed/wrong_0.py", '"""Wrong."""\n', "must end its docstring with"),
        ("solutions/01_x/feed/wrong_0.py", WRONG.replace("queries", "sheep"), "must end"),
        ("solutions/01_x/feed/before.py", '"""Slow."""\n', "before.py has no TODO"),
        ("solutions/01_x/feed/before.py", "# TODO: faster\n", "has no docstring"),
        ("solutions/01_x/feed/before.py", TASK.replace("2.", "2 " * 150), "words: 150 are the"),
        ("solutions/01_x/feed/before.py", TASK.replace("- ", "* "), "The task has no rules"),
        ("exercises/01_x/test_feed.py", TEST.replace("Tries: q", "q"), "must end its docstring"),
        ("exercises/01_x/test_feed.py", TEST.replace("queries,", "speed,"), "tries 'speed', which"),
        ("exercises/01_x/test_feed.py", TEST.replace("queries,", ""), "No check tries the rule 'q"),
        ("solutions/01_x/feed/wrong_2.py", WRONG, "No wrong answer breaks the rule 'same rows'"),
        ("solutions/01_x/feed/wrong_2.py", WRONG.replace("Breaks: q", "Q"), "must name the rule"),
        (
            "solutions/01_x/feed/wrong_2.py",
            WRONG.replace("Fails: queries", "Fails: answer"),
            "breaks 'queries', which test_answer does not try",
        ),
        ("solutions/01_x/feed/notes.txt", "x", "notes.txt does not belong"),
        ("solutions/01_x/feed/equivalent.toml", "[[mutant]]\nreason = 1\n", "cannot be read"),
        ("solutions/01_x/feed/why.md", "[x](no/such.md)", "links to no/such.md"),
        ("chapters/01_x/chapter.toml", CHAPTER.replace(', "do that"', ""), "too few"),
        ("chapters/01_x/chapter.toml", CHAPTER.replace("do that", " "), "A hint is empty"),
        ("chapters/01_x/chapter.toml", CHAPTER.replace("queries", "sheep"), "no such check"),
        (
            "chapters/01_x/chapter.toml",
            CHAPTER.replace('queries = "more for every post"', ""),
            "does not say which checks",
        ),
    ],
)
def test_what_is_missing_or_amiss_is_refused(root, name, text, says):
    path = root / name
    path.unlink(missing_ok=True)
    if text is not None:
        path.write_text(text)
    assert any(says in problem for problem in proof.structure(exercise(root)))


GROWS = Failure("31 queries: one more for every post.")


def verdict(**states):
    checks = [Check(name, name, state) for name, state in states.items()]
    for check in checks:
        check.failure = None if check.state == "passed" else GROWS
    return Verdict("x/feed", "answer.py", checks)


@pytest.mark.parametrize(
    ("name", "states", "problem"),
    [
        ("before.py", {"answer": "passed", "queries": "failed"}, ""),
        ("before.py", {"answer": "failed", "queries": "failed"}, "should pass answer"),
        ("before.py", {"answer": "passed", "queries": "passed"}, "should fail queries"),
        ("after.py", {"answer": "passed", "queries": "passed"}, ""),
        ("after.py", {"answer": "passed", "queries": "failed"}, "should pass"),
        ("after.py", {"answer": "passed", "queries": "skipped"}, "was skipped"),
        ("after.py", {"answer": "passed", "queries": "not run"}, "should pass"),
        ("also_so.py", {"answer": "passed", "queries": "passed"}, ""),
        ("also_so.py", {"answer": "failed", "queries": "not run"}, "should pass"),
        ("wrong_0.py", {"answer": "passed", "queries": "failed"}, ""),
        ("wrong_0.py", {"answer": "failed", "queries": "not run"}, "should fail at queries"),
        ("wrong_0.py", {"answer": "passed", "queries": "passed"}, "passes, and should fail"),
        ("wrong_0.py", {"answer": "passed", "queries": "broken"}, "was broken"),
    ],
)
def test_an_answer_is_judged_by_what_its_name_promises(root, name, states, problem):
    it = exercise(root)
    said = proof._problem(runner.Job(it, it.solutions / name), verdict(**states))
    assert problem in said if problem else said == ""


def test_a_wrong_answer_is_tried_by_the_check_that_it_names_or_by_all_before_it_too(root):
    it = exercise(root)
    for job in proof.jobs(it):
        assert job.only == ("queries" if job.answer in it.wrong else "")
    assert {job.only for job in proof.jobs(it, whole=True)} == {""}


def test_what_was_skipped_is_not_said_to_fail():
    assert proof._did(verdict(answer="skipped", queries="not run")) == "is skipped"
    assert proof._did(verdict(answer="passed", queries="failed")) == "fails at queries"


def test_a_starter_that_fails_for_another_reason_is_refused(root):
    it = exercise(root)
    other = verdict(answer="passed", queries="failed")
    other.checks[1].failure = Failure("It crashed.")
    said = proof._problem(runner.Job(it, it.before, keep_going=True), other)
    assert "with 'more for every post': It crashed." in said


def test_every_exercise_of_the_course_is_whole():
    problems = {e.slug: proof.structure(e) for e in course.exercises()}
    assert {slug: found for slug, found in problems.items() if found} == {}
