"""The learner's answers: a pull never conflicts with one, and nothing that was written is lost."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from kata import course
from kata.course import ROOT
from kata.learner import files, progress

MANIFEST = """\
title = "Numbers"
summary = "They add up."

[[exercise]]
name = "double"
title = "Twice"
level = 1
hints = []
fails = {}
"""
STARTER = '''"""Make it more."""

from arena import one


def helper(n):
    return n


def double(n):
    return helper(n)  # TODO
'''
MINE = STARTER.replace("return helper(n)  # TODO", "return 2 * n")


@pytest.fixture
def exercise(tmp_path, monkeypatch):
    """The exercise of a course of its own, with nothing laid out yet."""
    monkeypatch.setenv("KATA_HOME", str(tmp_path / "home"))
    chapter = tmp_path / "chapters/01_numbers/chapter.toml"
    chapter.parent.mkdir(parents=True)
    chapter.write_text(MANIFEST)
    (found,) = course.exercises(tmp_path)
    begin_with(found, STARTER)
    return found


def begin_with(exercise, text):
    """Make a text the starter, as a pull does."""
    for path in (exercise.before, exercise.starter):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def kept(exercise):
    return [copy.read_text() for copy in progress.kept(exercise.slug)]


def test_an_answer_is_laid_out_and_then_left_alone(exercise):
    assert files.lay(exercise) == ""
    assert exercise.answer.read_text() == STARTER
    exercise.answer.write_text(MINE)
    assert files.lay(exercise) == ""
    assert exercise.answer.read_text() == MINE
    exercise.answer.unlink()
    assert files.lay(exercise) == ""
    assert not exercise.answer.exists()  # the check says how to have the starter again


def test_an_untouched_answer_follows_the_starter(exercise):
    files.lay(exercise)
    begin_with(exercise, "new = 1\n")
    assert files.lay(exercise) == ""
    assert exercise.answer.read_text() == "new = 1\n"


def test_a_changed_starter_is_merged_into_what_the_learner_wrote(exercise):
    files.lay(exercise)
    mine = MINE.replace("from arena import one\n", "from arena import one, two\nimport json\n")
    mine = mine.replace("def double", "def own():\n    return json\n\n\ndef double")
    exercise.answer.write_text(mine)
    new = STARTER.replace("it more.", "it twice as much.").replace("return n\n", "return n + 0\n")
    begin_with(exercise, new)

    said = files.lay(exercise)

    expected = mine.replace("it more.", "it twice as much.").replace("return n\n", "return n + 0\n")
    assert exercise.answer.read_text() == expected
    assert kept(exercise) == [mine]
    assert said.startswith("answers/01_numbers/double.py: the starter has changed")
    assert '-"""Make it more."""\n+"""Make it twice as much."""' in said
    assert files.lay(exercise) == ""


def test_an_answer_that_has_passed_is_left_as_it_is_and_stays_solved(exercise):
    files.lay(exercise)
    exercise.answer.write_text(MINE)
    progress.record(exercise.slug, True, {}, "answer", "tests")
    begin_with(exercise, STARTER.replace("return n\n", "return n + 0\n"))

    said = files.lay(exercise)

    assert "has changed since your answer passed" in said
    assert "+    return n + 0" in said
    assert exercise.answer.read_text() == MINE
    record = progress.load()[exercise.slug]
    assert (record.state, record.last) == ("passed", "passed")


@pytest.mark.parametrize("mine", [b"def double(:\n", b"\xff = 1\n", STARTER.encode() + b"\n(\n"])
def test_an_answer_that_is_not_python_is_left_as_it_is(exercise, mine):
    files.lay(exercise)
    exercise.answer.write_bytes(mine)
    begin_with(exercise, STARTER.replace("it more.", "it twice as much."))
    assert "was left as it is" in files.lay(exercise)
    assert exercise.answer.read_bytes() == mine


def test_an_edit_of_the_starter_is_taken_over(exercise):
    exercise.starter.write_text(MINE)
    assert "What you wrote in exercises/" in files.lay(exercise)
    assert exercise.answer.read_text() == MINE
    assert exercise.starter.read_text() == STARTER
    assert kept(exercise) == [MINE]
    assert files.lay(exercise) == ""


def test_the_latest_edit_is_the_answer_and_the_one_before_is_kept(exercise):
    for text in (MINE, "other = 1\n", MINE):
        exercise.starter.write_text(text)
        said = files.lay(exercise)
        assert exercise.answer.read_text() == text
        assert exercise.starter.read_text() == STARTER
    assert "What it replaced was saved as" in said
    assert set(kept(exercise)) == {MINE, "other = 1\n"}


def test_what_was_moved_before_does_not_replace_the_answer_when_git_brings_it_back(exercise):
    exercise.starter.write_text(MINE)
    files.lay(exercise)
    exercise.answer.write_text("other = 1\n")
    exercise.starter.write_text(MINE)
    assert "your answer is answers/01_numbers/double.py" in files.lay(exercise)
    assert exercise.answer.read_text() == "other = 1\n"
    assert exercise.starter.read_text() == STARTER
    assert kept(exercise) == [MINE]


def test_a_starter_whose_author_changes_it_is_nobodys_answer(exercise):
    files.lay(exercise)
    exercise.before.write_text(MINE)
    assert files.lay(exercise) == ""
    assert exercise.starter.read_text() == exercise.answer.read_text() == MINE
    assert kept(exercise) == []


def test_nothing_is_replaced_that_cannot_be_kept(exercise, monkeypatch):
    exercise.starter.write_text(MINE)
    full = progress.ProgressProblem("The disk is full.")
    monkeypatch.setattr(progress, "keep", lambda *_: (_ for _ in ()).throw(full))
    with pytest.raises(progress.ProgressProblem):
        files.lay(exercise)
    assert exercise.starter.read_text() == MINE


def test_a_chapter_that_gets_another_number_takes_the_answers_along(exercise):
    files.lay(exercise)
    exercise.answer.write_text(MINE)
    for kind in ("chapters", "exercises", "solutions"):
        (exercise.root / kind / "01_numbers").rename(exercise.root / kind / "04_numbers")
    course.chapters.cache_clear()
    (renumbered,) = course.exercises(exercise.root)
    assert files.lay(renumbered) == ""
    assert renumbered.answer.read_text() == MINE
    assert not exercise.answer.exists()


@pytest.mark.parametrize("name", ["double", "twice"])
def test_an_exercise_that_moves_to_another_chapter_takes_its_answer_along(exercise, name):
    files.lay(exercise)
    exercise.answer.write_text(MINE)
    progress.keep(exercise.answer, exercise.slug)
    chapter = exercise.root / "chapters/02_sums/chapter.toml"
    chapter.parent.mkdir()
    renamed = MANIFEST.replace('name = "double"', f'name = "{name}"\nmoved_from = "numbers/double"')
    chapter.write_text(renamed)
    (exercise.root / "chapters/01_numbers/chapter.toml").unlink()
    course.chapters.cache_clear()
    (moved,) = course.exercises(exercise.root)
    begin_with(moved, STARTER)

    assert files.lay(moved) == ""
    assert moved.answer.read_text() == MINE
    assert not exercise.answer.exists()
    assert kept(moved) == [MINE]
    assert kept(exercise) == []
    assert course.find("numbers/double", exercise.root) == [moved]

    begin_with(moved, STARTER.replace("more", "twice as much"))
    assert "the starter has changed" in files.lay(moved)
    assert "2 * n" in moved.answer.read_text()


# A clone of the layout in which learners edited exercises/, with ten edited answers


def git(folder, *command):
    named = ["-c", "user.name=kata", "-c", "user.email=kata@example.com"]
    done = subprocess.run(
        ["git", *named, *command],
        cwd=folder,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone of the course as it was, ``tmp_path / "course"`` being where it came from."""
    monkeypatch.setenv("KATA_HOME", str(tmp_path / "home"))
    origin, mine = tmp_path / "course", tmp_path / "clone"
    for kind in ("chapters", "exercises", "solutions"):
        for name in git(ROOT, "ls-files", kind).splitlines():
            if name.endswith((".py", ".toml")):
                (origin / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(ROOT / name, origin / name)
    git(origin, "init", "-q", "-b", "main")
    commit(origin)
    git(tmp_path, "clone", "-q", "course", "clone")
    (origin / ".gitignore").write_text("answers/\n")
    commit(origin)
    return mine


def commit(folder):
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "A change")


def edit_ten(clone):
    """Edit ten answers as they were before, and return each exercise with what was written."""
    written = []
    for exercise in course.exercises(clone)[:10]:
        mine = exercise.before.read_text() + "\n\ndef mine():\n    return 1\n"
        exercise.starter.write_text(mine)
        written.append((exercise, mine))
    return written


def is_safe(written):
    return all(
        exercise.answer.read_text() == text
        and kept(exercise)[0] == text
        and exercise.starter.read_bytes() == exercise.before.read_bytes()
        for exercise, text in written
    )


def change_a_starter(origin, exercise):
    """Change what a learner edited, and push it."""
    new = exercise.before.read_text().replace("TODO", "TODO (soon)")
    for path in (exercise.before, exercise.starter):
        (origin / path.relative_to(exercise.root)).write_text(new)
    commit(origin)
    return new


def test_ten_edited_answers_survive_the_pull_and_the_next_one(clone):
    written = edit_ten(clone)
    git(clone, "pull", "-q", "--no-rebase", "--no-edit")
    said = files.lay_out(clone)

    assert len(said) == 10
    assert is_safe(written)
    assert git(clone, "status", "--porcelain") == ""

    exercise, _ = written[0]
    change_a_starter(clone.parent / "course", exercise)
    git(clone, "pull", "-q", "--no-rebase", "--no-edit")
    (said,) = files.lay_out(clone)
    assert "the starter has changed" in said
    assert "TODO (soon)" in exercise.answer.read_text()
    assert "def mine():" in exercise.answer.read_text()


def test_ten_committed_answers_survive_the_pull_and_the_next_one(clone):
    written = edit_ten(clone)
    commit(clone)
    git(clone, "pull", "-q", "--no-rebase", "--no-edit")
    *_, last = files.lay_out(clone)

    assert is_safe(written)
    assert "git commit -m 'Restore the starters' -- exercises" in last

    git(clone, "commit", "-qm", "Restore the starters", "--", "exercises")
    exercise, _ = written[0]
    change_a_starter(clone.parent / "course", exercise)
    git(clone, "pull", "-q", "--no-rebase", "--no-edit")
    files.lay_out(clone)
    assert git(clone, "status", "--porcelain") == ""
    assert "TODO (soon)" in exercise.answer.read_text()
    assert "def mine():" in exercise.answer.read_text()


def test_answers_survive_a_pull_that_git_refuses_at_first(clone):
    """As the README says: a starter has changed that was edited in the old layout."""
    written = edit_ten(clone)
    change_a_starter(clone.parent / "course", written[0][0])
    with pytest.raises(AssertionError, match="would be overwritten by merge"):
        git(clone, "pull", "-q", "--no-rebase", "--no-edit")

    shutil.copytree(clone / "exercises", clone / "answers")
    git(clone, "checkout", "-q", "--", "exercises")
    git(clone, "pull", "-q", "--no-rebase", "--no-edit")

    assert files.lay_out(clone) == []
    assert all(exercise.answer.read_text() == text for exercise, text in written)
    assert git(clone, "status", "--porcelain") == ""
