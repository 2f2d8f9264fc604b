"""``kata verify``: the proof of every exercise."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import typer

from kata.cli.arguments import What
from kata.course import Exercise, exercises, find

if TYPE_CHECKING:
    from rich.console import Console

Repeat = Annotated[int, typer.Option(min=1, help="Prove it so many times; no verdict may change.")]
AtOnce = Annotated[
    int, typer.Option(min=0, help="How many answers to check at once; 0: one more than processors.")
]
Show = Annotated[bool, typer.Option("--show", help="Show the screen of every answer.")]


def verify(what: What = None, repeat: Repeat = 1, at_once: AtOnce = 0, show: Show = False) -> None:
    """Prove the exercises: what must pass, and what must fail.

    A starter fails for its stated reason, good answers pass, and each wrong one fails at the
    check that it names.
    """
    from kata import report, runner
    from kata import verify as proofs
    from kata.cli import screen

    out = screen.console()
    chosen = find(what) if what else exercises()
    start = time.perf_counter()
    problems = _check_files(out, chosen)
    runner.warm()
    runner.get_ready()
    jobs = [job for exercise in chosen for job in proofs.jobs(exercise)] * repeat
    did: defaultdict[str, set[str]] = defaultdict(set)
    for proof in proofs.prove(jobs, at_once=at_once or (os.cpu_count() or 1) + 1):
        name = f"{proof.exercise.slug}/{proof.answer.stem}"
        if proof.did not in did[name] or proof.problem:
            _mark(out, not proof.problem, f"{name:<54} {proof.did}")
            did[name].add(proof.did)
        if show:
            screen.show(out, report.screen(proof.verdict))
        if proof.problem:
            problems += 1
            screen.paragraph(out, proof.problem)
    wavering = [name for name, kinds in did.items() if len(kinds) > 1]
    for name in wavering:
        _mark(out, False, f"{name} changed: {', '.join(sorted(did[name]))}")
    out.print(
        f"{len(chosen)} exercises, {len(jobs)} verdicts, {problems} problems, "
        f"{len(wavering)} changed, {time.perf_counter() - start:.0f} s"
    )
    if problems or wavering or not jobs:
        raise typer.Exit(1)


def _check_files(out: Console, chosen: list[Exercise]) -> int:
    """Print what is amiss in the files of exercises, and return how much it is."""
    from kata import verify as proofs

    problems = [(exercise.slug, says) for exercise in chosen for says in proofs.structure(exercise)]
    for slug, says in problems:
        _mark(out, False, f"{slug}: {says}")
    return len(problems)


def _mark(out: Console, good: bool, says: str) -> None:
    out.print("ok   " if good else "WRONG", style="green" if good else "red", end=" ")
    out.print(says)
