"""``kata`` alone, or with an exercise: the exercise at hand, checked on every save."""

from __future__ import annotations

import sys

import typer

from kata.course import Exercise, exercises
from kata.learner import choice
from kata.learner.attempts import changed


def start(context: typer.Context) -> None:
    """Make a slow Django site fast, one exercise at a time.

    Without a command: shows the verdict on the exercise where you left off, and checks it again
    whenever you save its file. With an exercise instead, as in kata feed, it starts there.
    """
    if context.invoked_subcommand is None:
        begin()


def begin(exercise: Exercise | None = None) -> None:
    """Watch an exercise; the one that was at hand last if it is None."""
    from kata import report
    from kata.cli import prepare, screen, session, welcome
    from kata.judging import runner
    from kata.learner import files, place

    out = screen.console()
    said = files.lay_out()
    seen = choice.progress()
    watched = sys.stdin.isatty() and sys.stdout.isatty()
    if watched and not seen and place.stored() is None:  # to read while the server starts
        welcome.greet(out, exercise or exercises()[0])
        out.print()
    runner.warm()
    prepare.everything()
    # Nothing is known of these: the progress file was lost, or they come from another machine.
    if unknown := [e for e in exercises() if e.slug not in seen and changed(e)]:
        out.print("Checking the answers that are here already ...")
        session.check_all(out, unknown)
        out.print()
    if watched:
        from kata.cli.watch import watch

        watch(out, exercise, said)
        return
    for sentence in said:
        out.print(f"{sentence}\n")
    if exercise := exercise or choice.unsolved(choice.progress()):
        screen.show(out, report.screen(session.judge(exercise), out.width), exercise.answer)
    else:
        session.all_solved(out)
