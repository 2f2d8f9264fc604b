"""The browser merges progress as ``kata`` does: the same files, the same result, in both orders."""

import json
import random
import shutil
import subprocess

import pytest

from kata.learner import progress
from tests_site.conftest import ROOT

NODE = shutil.which("node")
MERGE = """
import { merged, parse } from "%s";
const cases = JSON.parse(await new Response(process.stdin).text());
const merge = ([one, other]) => merged(parse(one).progress, parse(other).progress);
console.log(JSON.stringify(cases.map(merge)));
"""


def record(chance):
    times = ["", "2026-11-21T10:00:00Z", "2026-11-21T10:05:00Z", "2026-11-22T08:00:00Z"]
    made = {
        "state": chance.choice(progress.STATES),
        "last": chance.choice(progress.STATES),
        "attempts": chance.randrange(9),
        "first_passed": chance.choice(times),
        "last_passed": chance.choice(times),
        "last_checked": chance.choice(times),
        "checked": chance.choice(["", "aa", "bb"]),
        "answer": chance.choice(["", "cc", "dd"]),
        "tests": chance.choice(["", "ee", "ff"]),
        "best": {name: chance.randrange(5) for name in chance.sample(["queries", "rows"], 1)},
        "hints": chance.randrange(4),
        "revealed": chance.random() < 0.5,
        "newer": chance.choice([1, 2, {"b": [1, "x"], "a": None}]),
    }
    return {name: value for name, value in made.items() if chance.random() < 0.9}


def export(chance):
    slugs = chance.sample(["a/one", "a/two", "b/three"], 2)
    return {"format": chance.choice([1, 2]), "exercises": {s: record(chance) for s in slugs},
            "theirs": chance.randrange(3), **report(chance)}  # fmt: skip


def report(chance):
    """What `kata report` writes beside the exercises: of no use once it is imported."""
    return chance.choice([{}, {"report": {"learner": "Ada", "references": {}}}])


@pytest.mark.skipif(not NODE, reason="node is not installed: apt-get install nodejs")
def test_the_browser_merges_as_kata_does(tmp_path, monkeypatch):
    chance = random.Random(7)
    cases = [[export(chance), export(chance)] for _ in range(200)]
    module = (ROOT / "site" / "assets" / "progress.mjs").as_uri()
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", MERGE % module],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    for number, ((one, other), theirs) in enumerate(
        zip(cases, json.loads(done.stdout), strict=True)
    ):
        monkeypatch.setenv("KATA_HOME", str(tmp_path / str(number)))
        progress.merge(one)
        progress.merge(other)
        assert theirs == progress.export()


@pytest.mark.skipif(not NODE, reason="node is not installed: apt-get install nodejs")
@pytest.mark.parametrize("text", ["[]", "{}", '{"exercises": {"a/b": {"state": "won"}}}'])
def test_what_is_no_progress_is_refused(text):
    module = (ROOT / "site" / "assets" / "progress.mjs").as_uri()
    script = f'import {{ parse }} from "{module}"; parse(JSON.parse({json.dumps(text)}));'
    command = [NODE, "--input-type=module", "-e", script]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


MOVE = """
import { followed } from "%s";
import { readFileSync } from "node:fs";
const [progress, slugs] = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(followed(progress, slugs)));
"""


@pytest.mark.skipif(not NODE, reason="node is not installed: apt-get install nodejs")
def test_the_browser_follows_an_exercise_into_another_chapter():
    passed = {"state": "passed", "attempts": 3, "best": {"queries": 4}}
    since = {"state": "failed", "attempts": 5, "best": {"queries": 9}}
    kept = {"format": 1, "exercises": {"old/one": passed, "new/one": since, "old/two": since}}
    module = (ROOT / "site" / "assets" / "progress.mjs").as_uri()
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", MOVE % module],
        input=json.dumps([kept, {"old/one": "new/one", "old/three": "new/three"}]),
        capture_output=True,
        text=True,
        check=True,
    )
    exercises = json.loads(done.stdout)["exercises"]
    assert exercises.keys() == {"new/one", "old/two"}
    assert exercises["new/one"]["state"] == "passed"
    assert exercises["new/one"]["attempts"] == 5
    assert exercises["new/one"]["best"] == {"queries": 4}
