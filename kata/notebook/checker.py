"""A process that checks answers for a notebook, one after the other.

A kernel has threads and must not fork. A new process for each check imports Django, pytest and the
checks each time, which takes longer than the check. This one imports them once, at the first check,
forks for each, and ends with the kernel.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from kata import course
from kata.judging import runner
from kata.services.base import ServiceProblem
from kata.verdict import Verdict

# What only the kernel needs must not change what an answer may do.
OURS = ("DJANGO_ALLOW_ASYNC_UNSAFE", "MPLBACKEND")


class Checker:
    """The process, started when it is first needed and again when it has gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._environment: dict[str, str] = {}

    def check(self, job: runner.Job) -> Verdict:
        """Return the verdict on an answer."""
        asked = json.dumps({"slug": job.exercise.slug, "answer": str(job.answer)})
        for _ in range(2):  # it may have been ended since the check before
            said = self._ask(asked)
            with suppress(ValueError, LookupError):
                return Verdict.from_json(json.loads(said))
        return runner.unfinished(job)

    def close(self) -> None:
        """End the process; a check that runs in it cleans up."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(2 * runner.GRACE)
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()
        process.wait()

    def _ask(self, asked: str) -> str:
        environment = {name: value for name, value in os.environ.items() if name not in OURS}
        if self._process is None or self._environment != environment:
            self.close()
            self._environment = environment
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                cwd=course.ROOT,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
        assert self._process.stdin and self._process.stdout, "both are pipes"
        said = ""
        try:
            self._process.stdin.write(asked + "\n")
            self._process.stdin.flush()
            said = self._process.stdout.readline()
        except OSError:
            pass
        finally:  # also when the learner interrupts the cell
            if not said:
                self.close()
        return said


def main() -> None:
    """Answer each line with a verdict, until there are no more."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that a check can clean up
    with suppress(ServiceProblem):  # the check itself says it, as a verdict
        runner.warm()
    for line in sys.stdin:
        asked = json.loads(line)
        (exercise,) = course.find(asked["slug"])
        verdict = runner.check(runner.Job(exercise, Path(asked["answer"])))
        print(json.dumps(verdict.to_json()), flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
