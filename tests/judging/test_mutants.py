"""``kata verify --mutants``: each kind of fault on a small source, and one exercise as a whole."""

import ast
import json
import os
import shutil
import subprocess
import sys
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import QuerySet

from arena.discuss.models import Tag
from kata import course
from kata.checks.findings import Failure
from kata.databases import backend
from kata.judging import mutants, runner
from kata.judging.mutants import given, python, queries, strings, trial
from kata.judging.mutants.text import Source
from kata.verdict import Check, Verdict


def made(operator, text):
    """Return each mutant's changed lines as they are, of those that are Python."""
    source = Source(text)
    found = []
    for change in operator(source):
        try:
            ast.parse(source.changed(change))
        except SyntaxError:
            continue
        found.append(source.shown(change)[1])
    return found


@pytest.mark.parametrize(
    ("operator", "text", "expected"),
    [
        (
            queries.drop_call,
            "Post.objects.filter(a=1).distinct()",
            ["Post.objects.all().distinct()"],
        ),
        (queries.drop_call, "posts.select_for_update().get(pk=1)", ["posts.get(pk=1)"]),
        (queries.drop_argument, "posts.filter(Q(a=1), b=2)", ["posts.filter(b=2)"]),
        (queries.drop_argument, "p.order_by('-a', 'pk')", ["p.order_by('pk')", "p.order_by('-a')"]),
        (queries.reverse_order, "p.order_by('-a', 'pk')", ["p.order_by('-a', '-pk')"]),
        (queries.reverse_order, "Window(Rank(), order_by='-a')", ["Window(Rank(), order_by='a')"]),
        (queries.reverse_order, "F('a').desc(nulls_last=True)", ["F('a').asc(nulls_last=True)"]),
        (queries.change_lookup, "p.filter(at__gte=now)", ["p.filter(at__gt=now)"]),
        (queries.swap_filter_exclude, "p.exclude(a=1)", ["p.filter(a=1)"]),
        (queries.fetch_in_array, "list(p.values('a'))", []),
        (
            queries.fetch_in_array,
            "list(a.p.all().values('a'))",
            ["list(in_array(a.p.all().values('a')))"],
        ),
        (queries.batch_by_ten, "for post in Post.objects.all(): pass", ["for post in by_ten("]),
        (queries.batch_by_ten, "p.bulk_create(new)", ["p.bulk_create(new, batch_size=10)"]),
        (queries.batch_by_ten, "p.bulk_create(new, batch_size=500)", ["batch_size=10)"]),
        (
            queries.batch_by_ten,
            "Post.objects.filter(pk__in=keys).update(a=1)",
            ["sum(Post.objects.filter(pk__in=_part).update(a=1) for _part in portions(keys))"],
        ),
        (
            queries.batch_by_ten,
            "found = Post.objects.filter(pk__in=keys)\nnames = dict(found.values_list('a', 'b'))",
            [
                "for _part in portions(keys) for _one in "
                "(Post.objects.filter(pk__in=_part)).values_list('a', 'b')]"
            ],
        ),
        (queries.batch_by_ten, "cache.get_many(keys)", ["cache.get_many(_part).items()}"]),
        (queries.batch_by_ten, "cache.set_many(new, 60)", ["cache.set_many(dict(_part), 60)"]),
        (queries.add_filter, "Contest.objects.count()", [".exclude(is_listed=False).count()"]),
        (queries.add_filter, "post.comments.all()", ["post.comments.exclude(is_approved=False)"]),
        (queries.add_filter, "Like.objects.create(post=post)", []),
        (python.drop_keyword, "cache.set(key, 1, timeout=60)", ["cache.set(key, 1)"]),
        (python.drop_keyword, "f(a=1, b=2)", ["f(b=2)", "f(a=1)"]),
        (python.change_comparison, "a >= b < c", ["a > b < c", "a >= b <= c"]),
        (python.change_comparison, "a is None", ["a is not None"]),
        (python.change_comparison, "a not in b", ["a in b"]),
        (python.change_number, "x = 10", ["x = 11", "x = 9"]),
        (python.swap_true_false, "x = True", ["x = False"]),
        (python.change_none, "def f(a=None): pass", ["def f(a=0): pass", "def f(a=''): pass"]),
        (python.change_none, "a is None", []),
        (python.change_key, "x = {'a': 1}", ["x = {'a_': 1}"]),
        (python.drop_item, "x = {'a': 1, **b}", ["x = {**b}", "x = {'a': 1, }"]),
        (python.negate, "[x for x in y if x]", ["[x for x in y if (not (x))]"]),
        (python.negate, "x = 1 if a else 2", ["x = 1 if (not (a)) else 2"]),
        (python.drop_not, "x = ~Q(a=1)", ["x = Q(a=1)"]),
        (python.swap_and_or, "a and b", ["a or b"]),
        (python.swap_and_or, "Q(a=1) & Q(b=1)", ["Q(a=1) | Q(b=1)"]),
        (python.drop_operand, "a and b", ["(b)", "(a)"]),
        (python.unwrap_call, "Coalesce('a', 0)", ["'a'", "0"]),
        (python.unwrap_call, "sorted(rows, key=k)", ["rows"]),
        (python.drop_slice, "rows[:10]", ["rows"]),
        (python.unwrap_with, "with atomic():\n    a()\n", ["if True:"]),
        (python.unwrap_with, "with atomic(), open(x) as f:\n    a()\n", ["with open(x) as f:"]),
        (python.unwrap_with, "with connection.cursor() as c:\n    a()\n", []),
        (python.drop_decorator, "@atomic\ndef f(): pass\n", ["def f(): pass"]),
        (python.drop_statement, "def f():\n    a()\n    return 1\n", ["pass"]),
        (python.drop_statement, "def f():\n    a = 1\n    return a\n", []),
        (python.drop_except, "try:\n    a()\nexcept E:\n    b()\n", ["if True: a()"]),
        (python.drop_else, "x = 1 if a else 2", ["x = 1", "x = 2"]),
        (python.memoize, "def f(a):\n    return a\n", ["@memoized def f(a):"]),
        (python.memoize, "def f(a):\n    yield a\n", []),
        (strings.change_sql, "x = 'SELECT a FROM b FOR UPDATE'", ["'SELECT a FROM b'"]),
        (
            strings.change_sql,
            "x = 'SELECT a FROM b WHERE c >= 1'",
            ["'SELECT a FROM b WHERE c > 1'"],
        ),
        (strings.change_sql, "x = 'INSERT INTO a ON CONFLICT (b) DO NOTHING'", ["'INSERT INTO a'"]),
        (strings.drop_sql_condition, "x = 'SELECT 1 WHERE a AND b'", ["WHERE b'", "WHERE a'"]),
        (strings.drop_sql_condition, "x = 'SELECT (SELECT 1 WHERE a)'", ["'SELECT (SELECT 1)'"]),
        (
            strings.change_sql_order,
            "x = 'SELECT a ORDER BY a DESC, b'",
            ["ORDER BY a, b'", "ORDER BY b'"],
        ),
        (
            strings.unwrap_sql,
            "x = 'SELECT COALESCE(f(a, 1), 0)'",
            ["'SELECT f(a, 1)'", "'SELECT 0'"],
        ),
        (strings.change_number_in_text, "x = 'SELECT a LIMIT 10'", ["LIMIT 11'", "LIMIT 9'"]),
        (strings.change_number_in_text, "x = '-c statement_timeout=5s'", ["=6s'", "=4s'"]),
        (strings.change_number_in_text, "x = 'SELECT %s, c1'", []),
    ],
)
def test_a_fault_of_each_kind(operator, text, expected):
    found = made(operator, text)
    assert not expected or found, f"{operator.__name__} makes nothing"
    for one in expected:
        assert any(one in line for line in found), found
    assert bool(expected) == bool(found), found


def test_a_statement_moves_out_of_a_block():
    source = Source("def f():\n    with atomic():\n        a('x')\n        b()\n    c()\n")
    texts = [source.changed(change) for change in python.move_out(source)]
    assert texts == [
        "def f():\n    a('x')\n    with atomic():\n        b()\n    c()\n",
        "def f():\n    with atomic():\n        a('x')\n    b()\n    c()\n",
    ]


def test_a_statement_moves_out_of_a_decorated_function():
    source = Source("@atomic\ndef f():\n    a()\n    b()\n")
    texts = [source.changed(change) for change in python.move_out(source)]
    assert texts == [
        "def f():\n    a()\n    with atomic():\n        b()\n",
        "def f():\n    with atomic():\n        a()\n    b()\n",
    ]


def test_a_line_of_a_configuration_is_dropped():
    source = Source("x = '''\\\n[a]\nb = 1\nc = {d}\n'''\n")
    texts = [source.changed(change) for change in strings.drop_ini_line(source)]
    assert texts == [source.text.replace("b = 1", ""), source.text.replace("c = {d}", "")]


def test_the_rest_of_a_file_stays_as_it_is(tmp_path):
    path = tmp_path / "after.py"
    path.write_text('"""Ä."""\n\nimport x  # yes\n\n\ndef f(a):\n    return a.filter(ä=1)  # no\n')
    texts = {mutant.identity.operator: mutant for mutant in mutants.make([path])}
    assert texts["drop_call"].text == path.read_text().replace(".filter(ä=1)", "")
    assert texts["drop_call"].line == 7
    assert texts["drop_call"].identity.function == "f"
    assert (
        "\nimport x  # yes\nfrom kata.judging.mutants.given import memoized\n"
        in texts["memoize"].text
    )


def test_mutants_that_are_alike_are_made_once(tmp_path):
    for name in ("after.py", "also_so.py"):
        (tmp_path / name).write_text(f'"""{name}"""\n\n\ndef f(limit=5):\n    return limit\n')
    paths = [tmp_path / "after.py", tmp_path / "also_so.py"]
    found = list(mutants.make(paths))
    assert len({mutant.text for mutant in found}) == len(found)
    assert {mutant.identity.file for mutant in found} == {"after.py"}


def test_a_good_answer_is_no_mutant_of_another(tmp_path):
    (tmp_path / "after.py").write_text("def f(limit=5):\n    return limit\n")
    (tmp_path / "also_so.py").write_text("def f(limit=6):\n    return limit\n")
    found = list(mutants.make([tmp_path / "after.py", tmp_path / "also_so.py"]))
    assert found
    assert "def f(limit=6):" not in {
        m.identity.after for m in found if m.identity.file == "after.py"
    }


@pytest.mark.parametrize("exercise", course.exercises(), ids=lambda exercise: exercise.slug)
def test_every_mutant_of_the_course_is_python_and_differs(exercise):
    good = {path.read_text() for path in (exercise.after, *exercise.also)}
    found = list(mutants.make([exercise.after, *exercise.also]))
    # An answer that is a list of names, without a function, has none.
    assert found or not any("def " in text for text in good)
    for mutant in found:
        compile(mutant.text, "mutant", "exec")
        assert mutant.text not in good
        assert mutant.identity.before != mutant.identity.after


# The functions that a mutant imports.


def test_memoized_calls_once():
    calls = []
    double = given.memoized(lambda x: calls.append(x) or 2 * x)
    assert [double(2), double(2), double(3)] == [4, 4, 6]
    assert calls == [2, 3]


def test_portions_of_ten():
    assert [len(part) for part in given.portions(range(25))] == [10, 10, 5]


@pytest.fixture
def tags(db):
    Tag.objects.bulk_create(Tag(name=f"t{number:02}") for number in range(25))
    return Tag.objects.order_by("-name")


def test_rows_are_fetched_by_ten(tags, django_assert_num_queries):
    expected = list(tags.all())
    with django_assert_num_queries(4):
        assert list(given.by_ten(tags)) == expected


@pytest.mark.skipif(backend.wants_sqlite(), reason="array_agg() is PostgreSQL's")
@pytest.mark.parametrize(
    "rows",
    [
        lambda tags: tags.values("pk", "name"),
        lambda tags: tags.values_list("name", "pk"),
        lambda tags: tags.values_list("name", flat=True),
        lambda tags: tags.filter(name="none").values("name"),
    ],
)
def test_rows_in_an_array_are_the_same_rows(tags, rows, django_assert_num_queries):
    expected = list(rows(tags))
    with django_assert_num_queries(1), patch.object(QuerySet, "_fetch_all", side_effect=OSError):
        assert given.in_array(rows(tags)) == expected


@pytest.mark.skipif(backend.wants_sqlite(), reason="json_agg() is PostgreSQL's")
def test_a_cursor_that_reads_one_document(tags):
    with given.array_cursor(connection.cursor()) as cursor:
        cursor.execute("SELECT id, name FROM discuss_tag WHERE name >= %s ORDER BY name", ["t22"])
        assert [name for _, name in cursor.fetchall()] == ["t22", "t23", "t24"]
        assert cursor.fetchone() is None
        cursor.execute("UPDATE discuss_tag SET name = name || 'x'")
        assert cursor.rowcount == 25


# Which ones survive.


def an_exercise(root):
    """Write an exercise whose checks have a hole: nobody asks for a limit of another number."""
    files = {
        "chapters/01_x/chapter.toml": CHAPTER,
        "exercises/01_x/first.py": STARTER,
        "exercises/01_x/test_first.py": TEST,
        "solutions/01_x/first/before.py": STARTER,
        "solutions/01_x/first/after.py": AFTER,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    shutil.copy(course.ROOT / "pyproject.toml", root)
    return root / "solutions/01_x/first"


CHAPTER = """
title = "T"
summary = "S."

[[exercise]]
name = "first"
title = "F"
level = 1
hints = ["look there", "do that"]
fails = { answer = "" }
"""
STARTER = '"""Slow."""\n# TODO: faster\n'
AFTER = '''"""Fast."""


def first(numbers, limit=2):
    while True:
        found = numbers[:limit]
        break  # without this it is an endless loop
    return found
'''
TEST = '''
from kata.checks import same


def test_answer(answer):
    """The first numbers."""
    same(answer.first([7, 8], 3), [7, 8])
    same(answer.first([8, 9], 1), [8])
'''


def verify_mutants(root, *options):
    done = subprocess.run(
        [sys.executable, "-m", "kata", "verify", "--mutants", *options],
        check=False,
        cwd=course.ROOT,
        env={**os.environ, "KATA_ROOT": str(root)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def test_survivors_are_told_and_those_with_a_reason_are_not(tmp_path):
    solutions = an_exercise(tmp_path)
    numbers = tmp_path / "numbers.json"
    code, printed = verify_mutants(tmp_path, "x/first", "--json", str(numbers))
    assert code == 1, printed
    [found] = json.loads(numbers.read_text())
    assert found["made"] == sum(found["killed"].values()) + len(found["survivors"])
    assert found["stopped"], "an endless loop is killed"
    assert "  change_number: after.py:4 " in printed
    assert "    - def first(numbers, limit=2):\n    + def first(numbers, limit=3):\n" in printed
    survivors = tmp_path / "build/mutants/01_x/first/survivors.toml"
    assert len(list(survivors.parent.glob("*.py"))) == len(found["survivors"])

    listed = survivors.read_text().replace('reason = ""', 'reason = "nobody leaves it out"')
    gone = listed[: listed.index("[[mutant]]", 5)].replace("limit=", "end=")
    solutions.joinpath("equivalent.toml").write_text(listed + gone)
    code, printed = verify_mutants(tmp_path, "x/first", "--json", str(numbers))
    assert code == 0, printed
    [again] = json.loads(numbers.read_text())
    assert again["equivalent"] == len(found["survivors"])
    assert again["survivors"] == []
    assert len(again["stale"]) == 1
    assert "equivalent.toml lists what survives no more: change_number: def first" in printed


def test_no_mutant_is_tried_of_an_answer_that_fails(tmp_path):
    solutions = an_exercise(tmp_path)
    solutions.joinpath("after.py").write_text("def first(numbers, limit=2):\n    return []\n")
    code, printed = verify_mutants(tmp_path)
    assert code == 1
    assert "after.py does not pass" in printed


def test_a_mutant_that_was_not_judged_is_not_killed(tmp_path, monkeypatch):
    an_exercise(tmp_path)
    course.chapters.cache_clear()
    exercise = course.exercises(tmp_path)[0]
    broken = Check("answer", "", "broken", failure=Failure("The course has a fault."))

    def check_all(jobs, at_once):
        for job in jobs:
            good = job.answer == exercise.after
            yield job, Verdict("", "", [Check("answer", "", "passed") if good else broken])

    monkeypatch.setattr(runner, "check_all", check_all)
    monkeypatch.setattr(runner, "check", lambda job: Verdict("", "", [broken]))
    found = trial.run(exercise, at_once=1)
    assert len(found.unjudged) == found.made > 0
    assert not found.good


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[mutant", "cannot be read"),
        ("[[mutant]]\noperator = 'a'\n", "cannot be read"),
        ("[[mutant]]\noperator = 'a'\nbefore = ''\nafter = ''\nreason = ' '\n", "no reason"),
    ],
)
def test_a_list_that_explains_nothing_is_refused(tmp_path, text, says):
    an_exercise(tmp_path).joinpath("equivalent.toml").write_text(text)
    course.chapters.cache_clear()
    exercise = course.exercises(tmp_path)[0]
    with pytest.raises(course.CourseProblem, match=says):
        mutants.equivalent(exercise)
