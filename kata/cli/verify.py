"""``kata verify``: the proof of every exercise."""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kata.course import Exercise, exercises, find

if TYPE_CHECKING:
    from rich.console import Console

    from kata.judging.mutants.trial import Trial

What = Annotated[
    list[str] | None, typer.Argument(help="Slugs, parts of them, chapters or paths; all if none.")
]
Repeat = Annotated[int, typer.Option(min=1, help="Prove it so many times; no verdict may change.")]
AtOnce = Annotated[
    int, typer.Option(min=0, help="How many answers to check at once; 0: two more than processors.")
]
Show = Annotated[bool, typer.Option("--show", help="Show the screen of every answer.")]
Whole = Annotated[
    bool, typer.Option("--whole", help="See wrong answers pass every check before the named one.")
]
Mutants = Annotated[
    bool, typer.Option("--mutants", help="Make wrong answers by machine; tell which ones pass.")
]
Json = Annotated[
    Path | None, typer.Option("--json", metavar="FILE", help="Write the mutants' numbers as JSON.")
]

MUTANTS_AT_ONCE = 2
LONGEST = 5  # exercises


def verify(
    what: What = None,
    *,
    repeat: Repeat = 1,
    at_once: AtOnce = 0,
    whole: Whole = False,
    show: Show = False,
    mutants: Mutants = False,
    json_file: Json = None,
) -> None:
    """Prove the exercises: what must pass, and what must fail.

    A starter fails for its stated reason, good answers pass, and each wrong one fails at the
    check that it names.
    """
    if mutants:
        _verify_mutants(_chosen(what), at_once or MUTANTS_AT_ONCE, json_file)
        return
    from kata import report
    from kata.cli import screen
    from kata.judging import proof as proofs
    from kata.judging import runner

    out = screen.console()
    chosen = _chosen(what)
    start = time.perf_counter()
    problems = _check_files(out, chosen)
    runner.warm()
    runner.get_ready()
    jobs = proofs.in_rounds(chosen, whole=whole) * repeat
    did: defaultdict[str, set[str]] = defaultdict(set)
    took: defaultdict[str, float] = defaultdict(float)
    for proof in proofs.prove(jobs, at_once=at_once or (os.cpu_count() or 1) + 2):
        name = f"{proof.exercise.slug}/{proof.answer.stem}"
        took[proof.exercise.slug] += proof.verdict.seconds
        if proof.did not in did[name] or proof.problem:
            _mark(out, not proof.problem, f"{name:<54} {proof.did}")
            did[name].add(proof.did)
        if show:
            screen.show(out, report.screen(proof.verdict, out.width))
        if proof.problem:
            problems += 1
            screen.paragraph(out, proof.problem)
    wavering = [name for name, kinds in did.items() if len(kinds) > 1]
    for name in wavering:
        _mark(out, False, f"{name} changed: {', '.join(sorted(did[name]))}")
    longest = sorted(took, key=lambda slug: -took[slug])[:LONGEST]
    shares = ", ".join(f"{slug} {took[slug]:.0f} s" for slug in longest)
    screen.paragraph(out, f"The verdicts of these took longest: {shares}.", "dim")
    out.print(
        f"{len(chosen)} exercises, {len(jobs)} verdicts, {problems} problems, "
        f"{len(wavering)} changed, {time.perf_counter() - start:.0f} s"
    )
    if problems or wavering or not jobs:
        raise typer.Exit(1)


def _chosen(what: list[str] | None) -> list[Exercise]:
    if not what:
        return exercises()
    return list({exercise.slug: exercise for name in what for exercise in find(name)}.values())


def _verify_mutants(chosen: list[Exercise], at_once: int, json_file: Path | None) -> None:
    """Check wrong answers made by machine, and print those that pass."""
    from kata.cli import screen
    from kata.judging import runner
    from kata.judging.mutants import trial

    out = screen.console()
    start = time.perf_counter()
    runner.warm()
    runner.get_ready()
    trials = []
    for exercise in chosen:
        trials.append(trial.run(exercise, at_once=at_once))
        _show_trial(out, trials[-1])
    made = sum(one.made for one in trials)
    left = sum(len(one.survivors) for one in trials)
    out.print(
        f"{len(chosen)} exercises, {made} mutants, {left} survivors without a reason, "
        f"{time.perf_counter() - start:.0f} s"
    )
    if json_file:
        json_file.write_text(json.dumps([one.to_json() for one in trials], indent=1), "utf-8")
    if not trials or not all(one.good for one in trials):
        raise typer.Exit(1)


def _show_trial(out: Console, trial: Trial) -> None:
    """Print what became of the mutants of one exercise."""
    from kata.cli import screen

    killed = sum(trial.killed.values())
    _mark(
        out,
        trial.good,
        f"{trial.exercise.slug}: {trial.made} mutants, {killed} killed, "
        f"{len(trial.survivors)} survive, {trial.listed} equivalent",
    )
    if trial.problem:
        screen.paragraph(out, trial.problem)
    checks = [f"{name} {number}" for name, number in trial.killed.most_common()]
    stopped = [f"{trial.stopped} of them out of time"] if trial.stopped else []
    if checks:
        screen.paragraph(out, f"killed by {', '.join(checks + stopped)}", "dim")
    faults: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for mutant, path in trial.survivors:
        one = mutant.identity
        place = f"{one.file}:{mutant.line} ({path.name})"
        faults[one.operator, one.before, one.after].append(place)
    for (operator, before, after), places in faults.items():
        out.print(f"  {operator}: {', '.join(places)}", style="bold")
        out.print(f"    - {before}")
        out.print(f"    + {after}")
    for mutant, says in trial.unjudged:
        one = mutant.identity
        out.print(f"  {one.file}:{mutant.line}  {one.operator}  was not judged", style="bold")
        screen.paragraph(out, says)
    for says in trial.stale:
        out.print(f"  equivalent.toml lists what survives no more: {says}", style="yellow")
    if trial.survivors:
        folder = trial.survivors[0][1].parent
        screen.paragraph(out, f"Their files, and entries for equivalent.toml: {folder}", "dim")


def _check_files(out: Console, chosen: list[Exercise]) -> int:
    """Print what is amiss in the files of exercises, and return how much it is."""
    from kata.judging import proof as proofs

    problems = [(exercise.slug, says) for exercise in chosen for says in proofs.structure(exercise)]
    for slug, says in problems:
        _mark(out, False, f"{slug}: {says}")
    return len(problems)


def _mark(out: Console, good: bool, says: str) -> None:
    out.print("ok   " if good else "WRONG", style="green" if good else "red", end=" ")
    out.print(says)
