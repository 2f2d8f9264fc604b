"""Checks many answers to one exercise and prints their verdicts as JSON, one a line.

Run by tests in a process of its own: pytest cannot run inside pytest.
"""

import json
import sys
from pathlib import Path

from kata import course
from kata.judging import runner


def main(slug: str, seconds: str, *answers: str) -> None:
    """Check the answers; those that never end are stopped after so many seconds."""
    runner.warm()
    exercise = course.find(slug)[0]
    jobs = [runner.Job(exercise, Path(answer), seconds=int(seconds)) for answer in answers]
    for job, verdict in runner.check_all(jobs, at_once=2):
        print(json.dumps([str(job.answer), verdict.to_json()]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
