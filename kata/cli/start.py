"""``kata`` alone: the next unsolved exercise, checked on every save."""

from __future__ import annotations

import sys

import typer

from kata.cli import choice
from kata.cli.attempts import changed
from kata.course import exercises


def start(context: typer.Context) -> None:
    """Make a slow Django site fast, one exercise at a time.

    Without a command: shows the verdict on the next unsolved exercise, and checks it again
    whenever you save its file.
    """
    if context.invoked_subcommand is None:
        _begin()


def _begin() -> None:
    from kata import report, runner
    from kata.cli import prepare, screen, session

    out = screen.console()
    seen = choice.progress()
    runner.warm()
    prepare.everything()
    # Nothing is known of these: the progress file was lost, or they come from another machine.
    if unknown := [e for e in exercises() if e.slug not in seen and changed(e)]:
        out.print("Checking the answers that are here already ...")
        session.check_all(out, unknown)
        out.print()
    if sys.stdin.isatty() and sys.stdout.isatty():
        from kata.cli.watch import watch

        watch(out)
    elif exercise := choice.unsolved(choice.progress()):
        screen.show(out, report.screen(session.judge(exercise)))
    else:
        session.all_solved(out)
