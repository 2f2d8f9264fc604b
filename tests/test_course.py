import subprocess
from pathlib import Path

import pytest

from bench.blind import BANK
from kata import course
from kata.course import CourseProblem

EXERCISES = course.exercises()
CHAPTER = """
title = "First"
summary = "One."

[[exercise]]
name = "feed"
title = "The page"
level = 1
hints = ["look", "think"]
fails = { queries = "more" }
"""


@pytest.fixture
def small(tmp_path):
    """A course of two chapters with an exercise of the same name in each."""
    for folder in ("01_first", "02_second"):
        (tmp_path / "chapters" / folder).mkdir(parents=True)
        (tmp_path / "chapters" / folder / "chapter.toml").write_text(CHAPTER)
        for kind in ("exercises", "answers"):
            (tmp_path / kind / folder).mkdir(parents=True)
            (tmp_path / kind / folder / "feed.py").touch()
    extra = '[[exercise]]\nname = "other"\ntitle = "x"\nlevel = 2\nhints = []\nfails = {}\n'
    with (tmp_path / "chapters" / "02_second" / "chapter.toml").open("a") as file:
        file.write(extra)
    return tmp_path


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("first/feed", ["first/feed"]),
        ("other", ["second/other"]),
        ("second/o", ["second/other"]),
        ("oth", ["second/other"]),
        ("second", ["second/feed", "second/other"]),
        ("02_second", ["second/feed", "second/other"]),
        ("2", ["second/feed", "second/other"]),
        ("{root}/exercises/01_first/feed.py", ["first/feed"]),
        ("{root}/answers/01_first/feed.py", ["first/feed"]),
        ("{root}/exercises/01_first", ["first/feed"]),
        ("{root}/exercises", ["first/feed", "second/feed", "second/other"]),
    ],
)
def test_an_exercise_is_found_by_what_people_type(small, what, found):
    named = what.format(root=small)
    assert [exercise.slug for exercise in course.find(named, small)] == found


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("feed", "fits more than one exercise: first/feed, second/feed"),
        ("nothing", "There is no exercise 'nothing'. To see them all: kata list"),
        ("", "There is no exercise ''"),
    ],
)
def test_what_fits_none_or_several_says_so(small, what, says):
    with pytest.raises(CourseProblem, match=says):
        course.find(what, small)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("title = ", "cannot be read"),
        ('title = "x"\nsummary = "x"\n', "lacks 'exercise'"),
        (CHAPTER.replace("level = 1\n", ""), "lacks 'level'"),
        (
            f"{CHAPTER}needs = ['valkey', 'postgres']\n",
            "feed needs 'postgres', which is none of celery, gunicorn, k6, large, ",
        ),
    ],
)
def test_a_wrong_manifest_is_one_sentence(tmp_path, text, says):
    (tmp_path / "chapters" / "01_x").mkdir(parents=True)
    (tmp_path / "chapters" / "01_x" / "chapter.toml").write_text(text)
    with pytest.raises(CourseProblem, match=says):
        course.chapters(tmp_path)


@pytest.mark.parametrize("what", ["third/old", "old", "second/new", "new"])
def test_an_exercise_that_moved_and_got_a_new_name_is_found_by_both(small, what):
    manifest = small / "chapters/02_second/chapter.toml"
    moved = 'name = "new"\nmoved_from = "third/old"'
    manifest.write_text(manifest.read_text().replace('name = "other"', moved))
    (found,) = course.find(what, small)
    assert found.slug == "second/new"


def test_renumbering_a_chapter_changes_no_slug(small):
    before = [exercise.slug for exercise in course.exercises(small)]
    (small / "chapters" / "01_first").rename(small / "chapters" / "03_first")
    course.chapters.cache_clear()
    assert sorted(exercise.slug for exercise in course.exercises(small)) == sorted(before)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_the_committed_exercise_is_the_starter(exercise):
    name = exercise.starter.relative_to(course.ROOT).as_posix()
    shown = subprocess.run(
        ["git", "show", f"HEAD:{name}"], cwd=course.ROOT, capture_output=True, check=True
    )
    assert shown.stdout == exercise.before.read_bytes()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.slug)
def test_a_starter_is_short(exercise):
    body = exercise.before.read_text("utf-8").partition('"""\n\n')[2]
    lines = [
        line for line in body.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]
    assert len(lines) <= 45
    assert len(exercise.task.splitlines()[0]) <= 100


def test_every_folder_of_exercises_is_in_the_course():
    listed = {exercise.test for exercise in EXERCISES}
    assert set(Path(course.ROOT / "exercises").glob("*/test_*.py")) == listed


def test_each_folder_of_blind_answers_is_of_an_exercise():
    """A slug that changes would leave them where nobody judges them."""
    folders = {f"{one.parent.name}/{one.name}" for one in BANK.glob("*/*") if one.is_dir()}
    assert folders - {"capstone/slowbook"} == {exercise.slug for exercise in EXERCISES}
