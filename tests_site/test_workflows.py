"""The workflows parse, ask for no more than they need, and read no branch's name as shell."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
import yaml

from kata.course import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_parses_and_says_what_it_may(path):
    flow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert flow["permissions"]["contents"] == "read"
    for job in flow["jobs"].values():
        assert all(("uses" in step) != ("run" in step) for step in job["steps"])
        for step in job["steps"]:
            # What somebody named a branch must never be read as shell.
            assert "${{" not in step.get("run", ""), step


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_action_is_pinned_to_a_commit_and_named_by_its_version(path):
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", action), action


def _flow(name):
    return yaml.safe_load((ROOT / ".github" / "workflows" / name).read_text(encoding="utf-8"))


def test_only_the_job_that_publishes_may_write_pages_and_it_is_never_cut_off():
    flow = _flow("site.yml")
    assert flow["permissions"] == {"contents": "read"}
    assert flow["jobs"]["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert flow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert flow["concurrency"]["cancel-in-progress"] is False


def test_a_push_and_a_pull_request_are_tested():
    flow = _flow("tests.yml")
    on = flow[True]  # YAML reads the word `on` as true
    assert {"push", "pull_request"} <= on.keys()
    assert any(step.get("run") == "make test" for step in flow["jobs"]["test"]["steps"])


KATA = """#!/usr/bin/env bash
if [ "$1" = check ]; then
  here=$PWD; cd "$KATA_ROOT"
  (cat answers/01_one/*.py; ls answers/01_one; cat exercises/01_one/*.py) >>"$here/seen"
fi
"""


def test_a_members_answers_are_what_they_changed_themselves(tmp_path):
    """Not what changed on main since their branch began, and not their tests.

    Ada edits the starters, as people did before there was answers/; Bob has the folder.
    """

    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / "exercises" / "01_one" / f"{name}.py").write_text(text, encoding="utf-8")
        commit()

    def commit():
        git("add", "-A")
        git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-qm", "x")

    for folder in ("exercises/01_one", "hub", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "hub" / "team", tmp_path / "hub" / "team")
    (tmp_path / ".venv" / "bin" / "kata").write_text(KATA, encoding="utf-8")
    (tmp_path / ".venv" / "bin" / "kata").chmod(0o755)
    git("init", "-q", "-b", "main")
    write(a="starter a\n", b="starter b\n", test_a="the test\n")
    git("checkout", "-q", "-b", "answers/ada")
    write(a="Ada's a\n", test_a="Ada's test\n")
    git("update-ref", "refs/remotes/origin/answers/ada", "HEAD")
    git("checkout", "-q", "-b", "answers/bob", "main")
    (tmp_path / "answers/01_one").mkdir(parents=True)
    (tmp_path / "answers/01_one/b.py").write_text("Bob's b\n", encoding="utf-8")
    commit()
    git("update-ref", "refs/remotes/origin/answers/bob", "HEAD")
    git("checkout", "-q", "main")
    write(b="newer starter b\n")
    own = tmp_path / "answers/01_one/a.py"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("my own a\n", encoding="utf-8")

    subprocess.run([tmp_path / "hub" / "team", "build/team"], cwd=tmp_path, check=True)

    course = "starter a\nnewer starter b\nthe test\n"
    ada, bob = f"Ada's a\na.py\n{course}", f"Bob's b\nb.py\n{course}"
    assert (tmp_path / "seen").read_text("utf-8") == ada + bob
    assert own.read_text("utf-8") == "my own a\n"


def test_answers_are_pushed_without_a_change_to_the_clone(tmp_path):
    """Twice, the second time on top of the first."""

    def git(*arguments, folder=tmp_path / "clone"):
        done = subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)
        return done.stdout.decode()

    for place in ("origin", "clone/hub", "clone/answers/01_one/.hidden"):
        (tmp_path / place).mkdir(parents=True)
    git("init", "-q", "--bare", folder=tmp_path / "origin")
    git("init", "-q", "-b", "main")
    for name, value in (("user.name", "A"), ("user.email", "a@example.com")):
        git("config", name, value)
    git("remote", "add", "origin", str(tmp_path / "origin"))
    shutil.copy(ROOT / "hub" / "push", tmp_path / "clone/hub/push")
    (tmp_path / "clone/.gitignore").write_text("answers/\n")
    git("add", "-A")
    git("commit", "-qm", "x")

    answer = tmp_path / "clone/answers/01_one/a.py"
    for text in ("first\n", "second\n"):
        answer.write_text(text)
        subprocess.run([tmp_path / "clone/hub/push", "ada"], check=True)
        assert git("show", "answers/ada:answers/01_one/a.py", folder=tmp_path / "origin") == text

    assert git("status", "--porcelain") == ""
    assert git("ls-files").split() == [".gitignore", "hub/push"]
    assert answer.read_text() == "second\n"
