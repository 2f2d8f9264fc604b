"""``python -m kata.lessons`` writes the notebooks that are not as their sources.

--check    exit with 1 if there are any
--execute  execute what is not in the cache
"""

from __future__ import annotations

import sys

from kata.course import ROOT
from kata.lessons import LessonProblem, executed, notebook, sources, stale


def main(arguments: list[str]) -> int:
    """Write, check or execute; return the exit code."""
    if "--execute" in arguments:
        for source in sources():
            executed(source)
        return 0
    outdated = stale()
    for source in outdated:
        name = source.with_suffix(".ipynb").relative_to(ROOT)
        if "--check" in arguments:
            print(f"{name} is not as its source: python -m kata.lessons writes it.")
        else:
            source.with_suffix(".ipynb").write_text(notebook(source), encoding="utf-8")
            print(f"{name} is written.")
    return int(bool(outdated) and "--check" in arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except LessonProblem as problem:
        sys.exit(str(problem))
