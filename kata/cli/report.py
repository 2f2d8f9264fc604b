"""``kata report`` and ``kata import``: progress leaves this machine, and comes to it."""

from __future__ import annotations

import getpass
import json
import shutil
import subprocess
from pathlib import Path
from typing import Annotated, Any

import typer

from kata.course import CourseProblem, Exercise, exercises
from kata.home import kata_home
from kata.learner import choice, progress, reports
from kata.learner.reports import Costs, Learner

Files = Annotated[list[Path] | None, typer.Argument(help="With --merge: reports of other people.")]
Merge = Annotated[bool, typer.Option("--merge", help="Make one report of several people's.")]
Name = Annotated[str, typer.Option(help="Your name in the report; Git's, if you leave it out.")]
Markdown = Annotated[Path | None, typer.Option("--markdown", help="Write it as Markdown.")]
Html = Annotated[Path | None, typer.Option("--html", help="Write it as one HTML page.")]
Json = Annotated[Path | None, typer.Option("--json", help="Write it as JSON, to merge or import.")]
File = Annotated[Path, typer.Argument(help="What kata report --json, or the site, wrote.")]


def report(  # noqa: PLR0917 (Typer's)
    files: Files = None,
    merge: Merge = False,
    name: Name = "",
    markdown: Markdown = None,
    html: Html = None,
    json_file: Json = None,
) -> None:
    """Report your progress, or a team's: kata report --merge *.json

    Without a file to write to, it prints Markdown.
    """
    if merge != bool(files):
        raise CourseProblem("After --merge name the reports: kata report --merge *.json")
    written: dict[str, Any]
    if merge:
        learners = reports.read(files or [])
        text, written = reports.team(learners), reports.team_written(learners)
    else:
        learner = Learner(name or _own_name(), choice.progress())
        references = _references(learner)
        text, written = reports.one(learner, references), reports.written(learner, references)
    contents = {
        markdown: text,
        html: reports.page(text) if html else "",
        json_file: json.dumps(written, indent=2, ensure_ascii=False) + "\n",
    }
    contents.pop(None, None)
    for file, content in contents.items():
        assert file is not None
        file.write_text(content, encoding="utf-8")
    if not contents:
        print(text, end="")


def bring(file: File) -> None:
    """Add progress from another machine, or from the site.

    Nothing is taken away: a pass wins, and so does the lowest cost."""
    before = choice.progress()
    after = progress.merge(reports.data(file))
    news = [e.slug for e in exercises() if after[e.slug].state > before[e.slug].state]
    if after.notice:
        print(after.notice)
    passed = sum(after[e.slug].state == "passed" for e in exercises())
    print(f"{file.name} is in: {passed} of {len(exercises())} solved.")
    for slug in news:
        print(f"  {slug}: {after[slug].state}")


def _own_name() -> str:
    """Return what Git calls the learner, or else the system."""
    if git := shutil.which("git"):
        asked = [git, "config", "user.name"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
        if found:
            return found
    return getpass.getuser()


def _references(learner: Learner) -> Costs:
    """Return what the references cost of the exercises that were solved; each is checked once."""
    from hashlib import sha256

    from kata.judging import runner

    def version(exercise: Exercise) -> str:
        return sha256(exercise.after.read_bytes() + exercise.test.read_bytes()).hexdigest()

    file = kata_home() / "references.json"
    known: dict[str, Any] = reports.data(file) if file.exists() else {}
    solved = [e for e in exercises() if learner.seen[e.slug].best]
    missing = [e for e in solved if known.get(e.slug, {}).get("version") != version(e)]
    if missing:
        runner.warm()
        jobs = [runner.Job(exercise, exercise.after) for exercise in missing]
        for job, verdict in runner.check_all(jobs, at_once=1):
            if verdict.passed:
                entry = {"version": version(job.exercise), "cost": verdict.cost}
                known[job.exercise.slug] = entry
        file.write_text(json.dumps(known, indent=2), encoding="utf-8")
    return {e.slug: known[e.slug]["cost"] for e in solved if e.slug in known}
