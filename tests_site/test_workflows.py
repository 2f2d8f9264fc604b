"""The workflows parse, ask for no more than they need, and read no branch's name as shell."""

from __future__ import annotations

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
