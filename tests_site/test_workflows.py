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
if [ "$1" = check ]; then cd exercises/01_one && cat a.py b.py test_a.py >../../seen; fi
"""


def test_a_members_answers_are_what_they_changed_themselves(tmp_path):
    """Not what changed on main since their branch began, and not their tests."""

    def git(*arguments):
        subprocess.run(["git", *arguments], cwd=tmp_path, check=True, capture_output=True)

    def write(**texts):
        for name, text in texts.items():
            (tmp_path / "exercises" / "01_one" / f"{name}.py").write_text(text, encoding="utf-8")
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
    git("checkout", "-q", "main")
    write(b="newer starter b\n")

    subprocess.run([tmp_path / "hub" / "team", "build/team"], cwd=tmp_path, check=True)

    assert (tmp_path / "seen").read_text("utf-8") == "Ada's a\nnewer starter b\nthe test\n"
