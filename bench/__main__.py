"""``make bench``: prints every figure of this folder, side by side, in one run."""

from __future__ import annotations

import argparse
from functools import partial

from kata.databases import backend
from kata.judging import runner

LINE = "  {:<28}{:>10}   {}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verdicts", type=int, default=300, help="verdicts for a cell of the race")
    parser.add_argument(
        "--only",
        choices=["meter", "start", "grouping", "race", "blind", "copies"],
        help="one part only",
    )
    parser.add_argument(
        "--slowbook", action="store_true", help="only the steps of the capstone, in five minutes"
    )
    chosen = parser.parse_args()
    if chosen.slowbook:
        slowbook()
        return
    runner.warm()
    if chosen.only in {"blind", "copies"}:  # minutes, and each check makes a database of its own
        raise SystemExit(blind(chosen.only))
    parts = {"meter": meter, "start": start, "grouping": grouping}
    parts["race"] = partial(race, chosen.verdicts)
    with backend.scratch() as url:
        backend.use(url)
        for name, part in parts.items():
            if chosen.only in {None, name}:
                part()
        from django.db import connections

        connections.close_all()


def meter() -> None:
    """Print what a query costs."""
    from bench import meter as bench

    print("A query, in microseconds of this process's processor time")
    costs = bench.compare()
    for name, cost in costs.items():
        more = cost - costs["nothing"]
        print(LINE.format(name, f"{cost:.1f}", f"+{more:.1f}" if more else ""))
    capture, ours = costs["CaptureQueriesContext"], costs["the meter, with the line"]
    print(f"  The meter costs {ours / capture:.2f} times a query under CaptureQueriesContext,")
    print(
        f"  and adds {(ours - costs['nothing']) / (capture - costs['nothing']):.2f} times as much."
    )


def start() -> None:
    """Print how long a learner waits."""
    from bench import start as bench

    print("From the command to the verdict, in seconds of wall time")
    waits = bench.compare()
    for name, wait in waits.items():
        print(LINE.format(name, f"{wait:.2f}", f"{wait / waits['bare pytest']:.2f} times"))


def grouping() -> None:
    """Print how the grouping of tests grows with the course."""
    from bench import grouping as bench

    print(f"Grouping the tests of a course, {bench.CHECKS} for each exercise, in seconds")
    for size, seconds in bench.compare().items():
        each = f"{1e6 * seconds / size:.0f} microseconds for each exercise"
        print(LINE.format(f"{size} exercises", f"{seconds:.4f}", each))


def race(many: int) -> None:
    """Print how often the race is wrong."""
    from bench import race as bench

    print(f"The race against a required {bench.REQUIRED:g}x, {many} verdicts a cell")
    for cores in (0, bench.cores()):
        print(f"  with {cores} busy loops" if cores else "  idle")
        with bench.busy(cores):
            for name, work, size in (
                ("Python", bench.in_python, bench.TURNS),
                ("PostgreSQL", bench.in_postgresql, bench.SERVER_TURNS),
            ):
                for ratio in bench.RATIOS:
                    cell = bench.verdicts(work, size, ratio, many)
                    print(LINE.format(f"  {name}, true {ratio:g}x", "", cell), flush=True)


def blind(what: str) -> int:
    """Print how many answers written from the task alone are judged wrongly, and return it.

    Args:
        what: ``blind`` for those to exercises, ``copies`` for those of Slowbook.
    """
    from bench import blind as bench

    print("Answers whose author saw the task and no check")
    tallies: list[bench.Tally] = []
    backend.sweep()
    for slug, tally in bench.judge() if what == "blind" else bench.judge_copies():
        tallies.append(tally)
        print(f"  {slug:<34}{tally}", flush=True)
        for name in (*tally.rejected, *tally.accepted):
            print(f"    judged wrongly: {name}")
        for name in tally.elsewhere:
            print(f"    for another rule: {name}")
    right, wrong = sum(tally.right for tally in tallies), sum(tally.wrong for tally in tallies)
    rejected = sum(len(tally.rejected) for tally in tallies)
    accepted = sum(len(tally.accepted) for tally in tallies)
    print(f"  {right} right, {rejected} rejected; {wrong} wrong, {accepted} accepted")
    return rejected + accepted


def slowbook() -> None:
    """Print and store what each step from the capstone's original to gold brings."""
    from bench import slowbook as bench
    from kata.capstone import story

    backend.sweep()
    found = bench.measure(lambda line: print(f"  {line}", flush=True))
    bench.write(found)
    print("Requests a second, as a multiple of the original's")
    for step in story.steps():
        print(LINE.format(step.tier, f"{found['ratios'][step.name]:.2f}", step.name))
    print(f"  Other programs left {found['free']:.0%} of the processors or more.")
    print(f"  Written to {story.MEASURED}")


if __name__ == "__main__":
    main()
