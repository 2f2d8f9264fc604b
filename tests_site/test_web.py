"""The page's own engine: the answers of every exercise, under node, against a laptop's verdict.

The starter, two good answers, and for each check a wrong answer that fails there; the other good
answers are checked on the laptop's SQLite alone, which takes a tenth of the time.
Not a part of `make test`: it needs node and `npm run build`. Run: pytest tests_site/test_web.py -s
The page itself is visited by test_browser.py.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

import pytest

from kata import course
from kata.judging import proof
from kata.verdict import Verdict

ANSWERS = course.ROOT / "web" / "answers.mjs"
# Differ from one run, or from one version of Python, to the next.
MEASURED = {"times faster", "peak_kib", "function calls"}


def _chosen(exercise):
    """Yield the jobs of the starter and all good answers, and one wrong answer for each check."""
    failed = set()
    for job in proof.jobs(exercise, whole=True):
        check = course.fails_at(job.answer)
        if not check or check not in failed:
            yield job
        failed.add(check)


EXERCISES = [e for e in course.exercises() if e.in_page and e.after.exists()]
ON_SQLITE = [job for exercise in EXERCISES for job in _chosen(exercise)]
# Hundreds of forms that are rendered take a busy browser more than its 20 s: judged on the laptop.
TOO_SLOW = {"wrong_forms_rendered"}
JOBS = [
    job
    for job in ON_SQLITE
    if job.answer not in job.exercise.also[1:] and job.answer.stem not in TOO_SLOW
]
# How many rows fit into one INSERT depends on how SQLite was built; their ceilings are computed.
BATCHED = {job.answer for job in JOBS if "bulk_batch_size" in job.exercise.test.read_text("utf-8")}


CLOCKS = ["0.1", "1"]  # ms at once, in Chromium and in Firefox: two Pythons share the jobs
UNTRIED = ("no threads here", "SQLite locks no rows")  # in the note of a check that could not look

pytestmark = pytest.mark.skipif(
    not (
        shutil.which("node") and (course.ROOT / "build" / "web-archives" / "course.zip").is_file()
    ),
    reason="needs node, and npm run build in web/",
)


@pytest.fixture(scope="module")
def lines(tmp_path_factory):
    """Return what the page's Python says of every job, by its answer."""
    found, running = {}, []
    for number, step in enumerate(CLOCKS):
        jobs, file = JOBS[number :: len(CLOCKS)], tmp_path_factory.mktemp("jobs") / "jobs.json"
        file.write_text(json.dumps([_written(job) for job in jobs]), "utf-8")
        with (file.parent / "lines").open("w") as said:
            command = ["node", ANSWERS, file, step]
            running.append((jobs, said.name, subprocess.Popen(command, stdout=said)))
    for jobs, said, process in running:
        assert process.wait() == 0
        results = map(json.loads, Path(said).read_text("utf-8").splitlines())
        found |= {job.answer: line for job, line in zip(jobs, results, strict=True)}
    slowest = max(found, key=lambda answer: found[answer]["seconds"])
    print(
        f"\n  {len(found)} answers; the longest took {found[slowest]['seconds']:.1f} s: {slowest}"
    )
    return found


@pytest.fixture(scope="module")
def in_page(lines):
    """Return the verdict of every job, by its answer, as the page comes to it."""
    return {answer: Verdict.from_json(line["verdict"]) for answer, line in lines.items()}


def _written(job):
    text = job.answer.read_text("utf-8")
    return {"slug": job.exercise.slug, "text": text, "keepGoing": job.keep_going}


def test_the_starter_is_no_attempt(lines):
    """Whatever else is checked is one."""
    for job in JOBS:
        record = lines[job.answer]["record"]
        assert (record is None) is (job.answer == job.exercise.before)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: f"{job.exercise.slug}/{job.answer.stem}")
def test_answer_is_judged_as_it_must_be(in_page, job):
    """Starters fail for the stated reason, good answers pass, wrong ones fail where they say.

    All but what only threads can show: a check that needs them says that it could not look. A later
    one may see what it would have seen.
    """
    verdict = in_page[job.answer]
    blind = _blind(verdict)
    if course.fails_at(job.answer) in blind:
        assert verdict.state in {"passed", "failed"}
        return
    fails = {name: why for name, why in job.exercise.fails.items() if name not in blind}
    assert proof._problem(replace(job, exercise=replace(job.exercise, fails=fails)), verdict) == ""


def test_verdicts_are_those_of_a_laptop_on_sqlite(in_page, tmp_path):
    """Each check of each answer goes the same way there, and counts the same.

    What the page was not asked for is judged there as it must be.
    """
    script = (
        "import json, sys; from kata import course; from kata.judging import proof, runner;"
        "runner.warm();"
        "wanted = set(json.load(sys.stdin));"
        "jobs = [j for e in course.exercises() for j in proof.jobs(e, whole=True)"
        " if str(j.answer) in wanted];"
        "print(json.dumps([v.to_json() | {'file': str(j.answer)}"
        " for j, v in runner.check_all(jobs, at_once=2)]))"
    )
    result = subprocess.run(
        [os.environ.get("LAPTOP_PYTHON") or sys.executable, "-c", script],
        env={**os.environ, "KATA_DATABASE_URL": f"sqlite:///{tmp_path}/arena.sqlite3"},
        cwd=course.ROOT,
        input=json.dumps([str(job.answer) for job in ON_SQLITE]),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    differ, rest = {}, {job.answer: job for job in ON_SQLITE if job not in JOBS}
    for verdict in json.loads(result.stdout):
        answer = Path(verdict.pop("file"))
        if job := rest.pop(answer, None):
            assert proof._problem(job, Verdict.from_json(verdict)) == ""
            continue
        blind = _blind(in_page[answer])
        free = MEASURED | ({"queries"} if answer in BATCHED else set())
        here = _gist(in_page[answer], blind, free)
        there = _gist(Verdict.from_json(verdict), blind, free)
        if here != there:
            differ[str(answer.relative_to(course.ROOT))] = {"page": here, "laptop": there}
    assert differ == rest == {}


def _blind(verdict):
    """Return the checks that pass because there are no threads or locks here, and say so."""
    passed = [check for check in verdict.checks if check.state == "passed"]
    return {c.name for c in passed if any(words in str(c.notes) for words in UNTRIED)}


def _gist(verdict, blind, free):
    """Return what must not differ: how each check went, up to one that is blind, and its counts.

    Steps inside the database differ a little from one version of SQLite to the next.
    """
    seen = takewhile(lambda check: check.name not in blind, verdict.checks)
    return [
        (
            check.name,
            check.state,
            {
                name: pytest.approx(cost, rel=0.02) if name.startswith("steps") else cost
                for name, cost in check.cost.items()
                if name not in free
            },
        )
        for check in seen
    ]
