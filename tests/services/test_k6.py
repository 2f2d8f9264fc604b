"""k6 runs a script to its end, and hands back what it has measured."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kata.services import ServiceMissing, ServiceProblem, k6, places

SCRIPT = """
import { Counter } from "k6/metrics";
const done = new Counter("done");
const plan = JSON.parse(open("./plan.json"));
export const options = { vus: 2, iterations: 6 };
export default function () { done.add(plan.each); }
export function handleSummary(data) { return { "summary.json": JSON.stringify(data.metrics) }; }
"""


def test_what_is_missing_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(k6, "program_of", lambda wheel, name: None)
    with pytest.raises(ServiceMissing, match=r"^k6 is not installed: run `kata install k6`"):
        k6.up()
    assert k6.status().state == "missing"


def test_a_script_runs_and_its_summary_comes_back(new_home: Callable[[str], Path]) -> None:
    needs_k6()
    new_home("home")
    found = k6.run(SCRIPT, {"plan.json": {"each": 7}}, 1)
    assert found["done"]["values"]["count"] == 42
    assert not list(places.own_folder("k6").iterdir())


def test_a_script_that_does_not_run_is_one_sentence(new_home: Callable[[str], Path]) -> None:
    needs_k6()
    new_home("home")
    with pytest.raises(ServiceProblem, match="k6 does not run its script"):
        k6.run("not javascript at all", {}, 1)


def needs_k6() -> None:
    try:
        k6.up()
    except ServiceMissing as missing:
        pytest.skip(str(missing))
