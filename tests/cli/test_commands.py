"""The commands, as a learner runs them: in a process of their own, without a terminal."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest

from kata.cli import main
from kata.course import find
from kata.judging.proof import structure

SLUG = "arithmetic/double"


def test_check_exits_1_for_a_failing_answer_and_0_for_a_passing_one(kata, solve):
    failing = kata("check", "double")
    solve("double")
    passing = kata("check", "double")

    assert (failing.returncode, passing.returncode) == (1, 0)
    assert "double(5) is 5." in failing.stdout
    assert f"Next: kata hint {SLUG}" in failing.stdout
    assert "the check passes" in passing.stdout


def test_check_without_a_name_takes_the_next_unsolved_exercise(kata, solve):
    solve("double")
    assert SLUG in kata("check").stdout
    assert "arithmetic/triple" in kata("check").stdout
    solve("triple")
    kata("check")
    assert "Every exercise is solved" in kata("check").stdout


@pytest.mark.parametrize(
    "what",
    ["doub", "answers/01_arithmetic/double.py", "exercises/01_arithmetic/double.py"],
)
def test_an_exercise_answers_to_its_slug_a_part_and_a_path(kata, what):
    assert f"\n{SLUG}" in "\n" + kata("check", what).stdout


@pytest.mark.parametrize("what", ["arithmetic", "--all"])
def test_several_are_a_line_for_each_that_passes_and_a_screen_for_each_that_fails(
    kata, solve, what
):
    solve("double")
    lines = kata("check", what).stdout.splitlines()

    assert lines[0].startswith(SLUG)
    assert lines[0].endswith("the check passes")
    assert lines[1].startswith("arithmetic/triple")
    assert any("triple(5) is 5." in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("check nowhere", "There is no exercise 'nowhere'. To see them all: kata list"),
        ("check feed --all", "leave out the name, or --all"),
        ("check feed --answers nothing.py", "There is no file nothing.py"),
        ("check measure --answers pyproject.toml", "answers one exercise"),
        ("check feed --json no/such/folder", "name a file in a folder that exists"),
        ("check --nothing", "No such option: --nothing"),
        ("check feed thread", "unexpected extra argument"),
        ("xyzzy", "There is no command and no exercise 'xyzzy'. To see them all: kata list"),
        ("fed", "There is no command and no exercise 'fed'. Did you mean feed?"),
        ("related_objects", "is more than one exercise"),
        ("hint measure", "is more than one exercise"),
        ("hint", "Missing argument"),
        ("reset pyproject.toml", "There is no exercise"),
        ("services away", "'away' is not"),
        ("new exercise nothing/at_all", "kata new chapter nothing"),
        ("new chapter Loud", "is no name"),
        ("new exercise related_objects/feed", "already"),
    ],
)
def test_a_wrong_command_exits_2_with_one_sentence(arguments, says, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["kata", *arguments.split()])
    with pytest.raises(SystemExit) as left:
        main()

    said = capsys.readouterr().err
    assert left.value.code == 2
    assert says in said
    assert len(said.strip().splitlines()) == 1


def test_another_file_and_the_references_can_be_checked_and_leave_no_trace(kata, tmp_path):
    wrong = "solutions/01_arithmetic/double/wrong_7.py"

    assert kata("check", "--all", "--answers", "solutions").returncode == 0
    assert "double(5) is 35." in kata("check", "double", "--answers", wrong).stdout
    assert "double(5) is 35." in kata("check", wrong).stdout
    assert not (tmp_path / "home/progress.json").exists()


def test_verdicts_are_written_as_json_and_junit(kata, tmp_path):
    kata("check", "--all", "--json", str(tmp_path / "v.json"), "--junit", str(tmp_path / "j.xml"))

    assert [v["state"] for v in json.loads((tmp_path / "v.json").read_text())] == ["failed"] * 2
    suite = ET.parse(tmp_path / "j.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("2", "2")


def test_an_attempt_is_a_check_of_a_changed_file(kata, course):
    file = course / "answers/01_arithmetic/double.py"
    kata("check", "double")
    assert "attempt" not in kata("list").stdout
    for times in (3, 2):
        file.write_text(f"def double(number):\n    return number * {times}\n")
        kata("check", "double")
    assert "solved    2 attempts" in kata("list").stdout
    file.write_text("def double(number):\n    return 12\n")
    kata("check", "double")
    assert "reopened  3 attempts" in kata("list").stdout


def test_a_pipe_gets_no_colours_and_no_line_over_80(kata, solve):
    solve("double")
    kata("check", "double")
    commands = ("check --all", "list", "hint double", "solution double")
    outputs = [kata(*command.split()).stdout for command in commands]

    assert all(outputs)
    for output in outputs:
        assert "\x1b" not in output
        assert max(map(len, output.splitlines())) <= 80


def test_the_task_is_that_of_the_starter(kata, course):
    starter = course / "solutions/01_arithmetic/double/before.py"
    starter.write_text(starter.read_text().replace("too little", "next to nothing"))
    said = kata("task", "double").stdout
    assert "double() returns next to nothing." in said
    assert "The file to edit: answers/01_arithmetic/double.py" in said
    assert kata("task").stdout == said


def test_hints_come_one_at_a_time_and_end_at_the_solution(kata):
    first, second, third = (kata("hint", "double").stdout for _ in range(3))

    assert "hint 1 of 2" in first
    assert "Count it again." in first
    assert "Add it" not in first
    assert "hint 2 of 2" in second
    assert "Count it again." not in second
    assert "kata solution --reveal arithmetic/double" in second
    assert "Count it again." in third
    assert "Add it to itself." in third


def test_a_solution_is_shown_after_a_pass_or_when_revealed_which_is_remembered(kata, solve):
    refused = kata("solution", "double")
    assert refused.returncode == 1
    assert "--reveal" in refused.stdout
    assert "number * 2" not in refused.stdout
    shown = kata("solution", "double", "--reveal").stdout
    for part in ("number * 2", "It is more.", "also_good.py", "wrong_7.py", "It fails: 2 times"):
        assert part in shown
    assert "Fails:" not in shown
    assert kata("solution", "double").stdout == shown
    solve("triple")
    kata("check", "triple")
    assert "number * 3" in kata("solution", "triple").stdout


def test_reset_keeps_what_the_learner_wrote(kata, course, tmp_path):
    file = course / "answers/01_arithmetic/double.py"
    starter = file.read_text()
    assert "nothing was changed" in kata("reset", "double").stdout
    file.write_text("mine")
    kata("reset", "double")
    assert file.read_text() == starter
    (kept,) = (tmp_path / "home/kept/arithmetic").iterdir()
    assert kept.read_text() == "mine"
    file.unlink()
    kata("reset", "double")
    assert file.read_text() == starter


def test_a_new_exercise_fails_saying_write_me(kata, course):
    assert kata("new", "chapter", "second").returncode == 0
    assert kata("new", "exercise", "second/thing").returncode == 0
    checked = kata("check", "thing", "--answers", "solutions")

    assert checked.returncode == 1
    assert "write me" in checked.stdout
    (exercise,) = find("second/thing", course)
    assert structure(exercise) == []
    assert exercise.fails["written"] in checked.stdout


def test_kata_alone_in_a_pipe_shows_one_verdict_and_exits_0(kata):
    done = kata()

    assert done.returncode == 0
    assert "double(5) is 5." in done.stdout


def test_kata_alone_rebuilds_a_damaged_progress_and_says_so_once(kata, solve, tmp_path):
    solve("double")
    home = tmp_path / "home"
    home.mkdir()
    (home / "progress.json").write_text("{nothing")
    first, second = kata(), kata()

    assert "damaged" in first.stderr
    assert "triple(5)" in first.stdout
    assert second.stderr == ""
    assert "1 of 2 solved" in kata("list").stdout


def test_kata_alone_when_all_is_solved_says_so_and_checks_all_once_more(kata, solve):
    solve("double")
    solve("triple")
    done = kata()

    assert done.returncode == 0
    assert "All 2 exercises are solved" in done.stdout
    assert "All of them pass" in done.stdout


def test_two_at_once(kata, command, course, environment, solve):
    solve("double")
    solve("triple")
    both = [
        subprocess.Popen(
            [*command, "check", name], cwd=course, env=environment, stdout=-1, stderr=-1
        )
        for name in ("double", "triple")
    ]
    for one in both:
        one.communicate()

    assert [one.returncode for one in both] == [0, 0]
    assert "2 of 2 solved" in kata("list").stdout


def test_a_damaged_manifest_is_one_sentence(kata, course):
    (course / "chapters/01_arithmetic/chapter.toml").write_text("title = ")
    done = kata("list")

    assert done.returncode == 2
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(command, course, environment):
    for rest in ("solution --reveal double", "check double"):
        line = f"set -o pipefail; '{command[0]}' -m kata {rest} | head -c 1"
        done = subprocess.run(
            ["bash", "-c", line],
            cwd=course,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stderr == ""


def test_a_database_that_the_course_does_not_know_is_one_sentence(kata):
    for command in ("check", "doctor"):
        done = kata(command, KATA_DATABASE_URL="mysql://localhost/arena")
        assert done.returncode == 1
        assert "unset KATA_DATABASE_URL" in done.stderr
        assert "Traceback" not in done.stderr + done.stdout


def test_the_database_of_another_project_is_left_alone(kata, solve):
    solve("double")
    done = kata("check", "double", DATABASE_URL="postgresql://127.0.0.1:1/work")
    assert done.returncode == 0, done.stdout + done.stderr


def test_progress_that_cannot_be_saved_leaves_the_verdict(kata, solve, tmp_path):
    solve("double")
    (tmp_path / "home").write_text("a file where the folder should be")
    done = kata("check", "double")

    assert done.returncode == 0
    assert "the check passes" in done.stdout
    assert "could not be saved" in done.stderr or "cannot be read" in done.stderr


@pytest.mark.parametrize(
    "typed",
    ["reset double", "task double", "solution --reveal double"],
)
def test_without_the_solutions_each_command_says_how_to_bring_them_back(kata, course, typed):
    shutil.rmtree(course / "solutions")
    done = kata(*typed.split())
    assert done.returncode == 2
    assert done.stderr == (
        "solutions is missing, and belongs to the course. "
        "To bring it back: git checkout -- solutions\n"
    )


def test_a_check_that_needs_the_starter_says_how_to_bring_it_back(kata, course):
    test = course / "exercises/01_arithmetic/test_double.py"
    test.write_text(test.read_text().replace("(answer)", "(before)").replace("answer.", "before."))
    shutil.rmtree(course / "solutions")
    done = kata("check", "double")
    assert done.returncode == 1
    assert "not judged" in done.stdout
    assert "To bring it back: git checkout -- solutions" in " ".join(done.stdout.split())
    assert "git checkout -- solutions\n" in kata("doctor").stdout.replace(" \n", "\n")
    assert "returns too little" not in done.stdout


def test_a_check_that_needs_no_starter_judges_without_it(kata, course):
    shutil.rmtree(course / "solutions")
    assert "double(5) is 5." in kata("check", "double").stdout


def test_asserts_of_an_answer_count_with_optimization(kata, course):
    answer = course / "answers/01_arithmetic/double.py"
    answer.write_text("def double(number):\n    assert number < 5, 'too large'\n    return 10\n")
    printed = [kata("check", "double", **more).stdout for more in ({}, {"PYTHONOPTIMIZE": "1"})]
    assert "raises AssertionError: too large" in printed[0]
    assert printed[0] == printed[1]


def test_an_exercise_in_the_place_of_a_command_is_checked(kata):
    assert "triple(5) is 5." in kata("triple").stdout
    assert "triple(5) is 5." in kata("arithmetic/triple").stdout
