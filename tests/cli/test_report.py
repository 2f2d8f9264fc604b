"""Progress that leaves the machine, and comes back."""

from __future__ import annotations

import json

import pytest

COUNTED = """\
from kata.checks.findings import expect, ledger


def test_answer(answer):
    \"\"\"Twice as much.\"\"\"
    ledger.spent(queries=answer.COST)
    expect(answer.double(5) == 10, "no")
"""


@pytest.fixture
def counted(course):
    """Let ``double`` cost what an answer says, and the reference two queries."""
    tests = course / "exercises/01_arithmetic/test_double.py"
    tests.write_text(COUNTED)
    after = course / "solutions/01_arithmetic/double/after.py"
    after.write_text("COST = 2\n\n\ndef double(number):\n    return number * 2\n")
    return course / "answers/01_arithmetic/double.py"


def passing(cost):
    return f"COST = {cost}\n\n\ndef double(number):\n    return number + number\n"


def rows(markdown):
    lines = [line for line in markdown.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_a_report_sets_each_cost_beside_the_references(kata, counted):
    counted.write_text(passing(3))
    kata("check", "double")
    kata("hint", "double")
    kata("check", "triple")

    said = kata("report", "--name", "Ada").stdout
    assert said.startswith("# Ada\n\n1 of 2 solved, on 2")
    _, _, double, triple = rows(said)
    assert double[1:] == ["solved", "1", "3 queries", "2 queries", "1 of 2"]
    assert triple[1:] == ["", "", "", "", ""]


def test_the_reference_is_checked_again_when_it_or_its_test_has_changed(kata, counted, course):
    counted.write_text(passing(3))
    kata("check", "double")
    kata("report")
    after = course / "solutions/01_arithmetic/double/after.py"
    after.write_text(passing(1))
    assert rows(kata("report").stdout)[2][4] == "1 query"


def test_files_of_each_kind_are_written_and_the_page_needs_no_other(kata, solve, tmp_path):
    solve("double")
    kata("check", "double")
    names = {kind: tmp_path / f"me.{kind}" for kind in ("markdown", "html", "json")}
    options = [f"--{kind}={file}" for kind, file in names.items()]
    done = kata("report", "--name", "A | <b>", *options)

    assert (done.returncode, done.stdout) == (0, "")
    assert "1 of 2 solved" in names["markdown"].read_text()
    page = names["html"].read_text()
    assert "<td>solved</td>" in page
    assert "src=" not in page
    assert "<b>" not in page
    assert json.loads(names["json"].read_text())["report"]["learner"] == "A | <b>"


def test_reports_of_several_people_become_the_teams_table(kata, counted, tmp_path):
    counted.write_text("COST = 1\n\n\ndef double(number):\n    return 0\n")
    kata("check", "double")
    kata("report", "--name", "Bob", "--json", str(tmp_path / "bob.json"))
    counted.write_text(passing(2))
    kata("check", "double")
    kata("report", "--name", "ada", "--json", str(tmp_path / "ada.json"))
    site = {"format": 1, "exercises": {"arithmetic/triple": {"state": "passed", "attempts": 4}}}
    (tmp_path / "from-the-site.json").write_text(json.dumps(site))
    files = [str(tmp_path / f"{name}.json") for name in ("bob", "ada", "from-the-site")]

    said = kata("report", "--merge", *files, "--json", str(tmp_path / "team.json")).stdout
    assert said == ""
    said = kata("report", "--merge", str(tmp_path / "team.json")).stdout
    people, stuck, exercises = rows(said)[2:5], rows(said)[7:8], rows(said)[10:]
    assert [person[:2] for person in people] == [
        ["ada", "1 of 2"],
        ["Bob", "0 of 2"],
        ["from-the-site", "1 of 2"],
    ]
    assert [[row[0], *row[2:]] for row in stuck] == [["Bob", "1", "", "ada"]]
    assert exercises[0][1:] == ["1 of 3", "1.5", "solved (2)", "tried (1)", ""]
    assert exercises[1][1:] == ["1 of 3", "4", "", "", "solved (4)"]


def test_who_is_stuck_comes_first_and_nobody_is_named_who_has_not_tried(tmp_path):
    from kata.learner import reports
    from kata.learner.progress import Progress, Record

    def learner(name, **records):
        seen = Progress()
        seen.update({f"related_objects/{slug}": record for slug, record in records.items()})
        return reports.Learner(name, seen)

    stuck = reports._stuck(
        [
            learner("Ada", feed=Record(state="failed", attempts=3, hints=1)),
            learner("Bob", feed=Record(state="passed"), counts=Record(state="failed", attempts=30)),
            learner("Eve", feed=Record(state="failed")),  # the starter, in CI
        ]
    )
    assert [[row[0], *row[2:]] for row in stuck] == [
        ["Bob", "30", "", "nobody yet: do it together"],
        ["Ada", "3", "1", "Bob"],
    ]
    assert "could use" not in reports.team([learner("Ada")])


def test_two_reports_of_one_person_are_one(kata, solve, tmp_path):
    for name in ("double", "triple"):
        solve(name)
        kata("check", name, KATA_HOME=str(tmp_path / name))
        file = str(tmp_path / f"{name}.json")
        kata("report", "--name", "Ada", "--json", file, KATA_HOME=str(tmp_path / name))
    files = [str(tmp_path / "double.json"), str(tmp_path / "triple.json")]
    assert rows(kata("report", "--merge", *files).stdout)[2][:2] == ["Ada", "2 of 2"]


def test_what_was_done_elsewhere_can_be_imported(kata, tmp_path):
    file = tmp_path / "progress.json"
    entry = {"state": "passed", "best": {"queries": 1}}
    file.write_text(json.dumps({"format": 1, "exercises": {"arithmetic/double": entry}}))
    said = kata("import", str(file)).stdout

    assert "progress.json is in: 1 of 2 solved." in said
    assert "arithmetic/double: passed" in said
    assert "1 query" in kata("list").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["report", "--merge"], "After --merge name the reports"),
        (["report", "someone.json"], "After --merge name the reports"),
        (["report", "--merge", "no.json"], "no.json cannot be read"),
        (["import", "broken.json"], "broken.json is no report"),
        (["import", "list.json"], "no progress that can be imported"),
        (["report", "--merge", "list.json"], "no progress that can be imported"),
        (["report", "--html", "no/such/folder/me.html"], "No such file or directory"),
    ],
)
def test_what_cannot_be_read_or_written_is_one_sentence(kata, course, arguments, says):
    (course / "broken.json").write_text("{")
    (course / "list.json").write_text("[]")
    done = kata(*arguments)
    assert done.returncode in {1, 2}
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
