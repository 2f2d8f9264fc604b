"""The command line: one module a command, each thin.

``kata check NAME`` must start as fast as pytest, and Typer takes a quarter of a second to load. So
it bypasses Typer, and what only some commands need is imported inside them.
"""

import os
import sys
from collections.abc import Callable

from kata import environment
from kata.cli import checking
from kata.course import CourseProblem
from kata.databases import backend
from kata.learner.progress import ProgressProblem
from kata.services.base import ServiceProblem


def main(run: Callable[[list[str]], int] | None = None) -> None:
    """Run the command line; whatever a learner can cause ends as one sentence.

    Args:
        run: takes the arguments and returns the exit code; without it, ``kata``.
    """
    environment.begin()
    try:
        try:
            backend.look_at_url()
            code = (run or _run)(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except CourseProblem as problem:
        code = _say(str(problem), 2)
    except (ServiceProblem, ProgressProblem) as problem:
        code = _say(str(problem), 1)
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        code = _say(f"{error.filename or 'A file'}: {error.strerror}. See that you may use it.", 1)
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    command, *names = arguments or [""]
    if command == "check" and len(names) < 2 and not "".join(names).startswith("-"):
        return checking.run("".join(names))

    import typer

    from kata.cli.app import app

    if command and not command.startswith("-") and not names:
        from kata.cli import start
        from kata.learner import choice

        commands = {entry.name for entry in app.registered_commands}
        if command not in commands | {group.name for group in app.registered_groups}:
            start.begin(choice.named(command))
            return 0
    try:
        return app(standalone_mode=False) or 0
    except typer.TyperException as misuse:
        return _say(misuse.format_message(), misuse.exit_code)
    except typer.Abort:
        return 130


def _say(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code
