"""The words that readers stumble over, wherever the course is read.

A floor and not the goal: a text without these words can still be hard to read.
"""

import re
import subprocess
from pathlib import Path

import pytest

from kata.course import ROOT

# Each pattern, and what to write instead.
WORDS = {
    r"\bdear(er|est|ly)?\b": "expensive, what it costs",
    r"\b(go|goes|going|went) (a)?round (Django|it)\b": "bypasses Django",
    r"\brun out of the cache\b": "expired",
    r"\bwho(so)?ever\b": "name the person: the next client, every later visitor",
    r"\bhow many times as\b": "how much faster",
    r"\btwo times as\b": "twice as",
    r"\bmeanwhile\b": "in the meantime, or nothing",
    r"\bfor ever\b": "forever, without end",
    r"\bnone of your business\b": "leave it out",
    r"\bnothing has to be believed\b": "you don't have to take anything on trust",
    r"\bit is the slow starter still\b": "it still holds the slow starter",
    r"\bthat you would read over\b": "that is easy to miss",
    r"\bthat is none\b": "an invalid one",
    r"\bof equal ones\b": "ties go to the higher id",
    r"\band \d+ are right\b": "expected 3 rows, got 10",
    r"\bmend(s|ed|ing)?\b": "fix, repair",
}
EXEMPT = {"tests/test_language.py"}
PLACES = (
    "README.md",
    "hub/README.md",
    "site/*.md",
    "chapters/*.py",
    "chapters/*/lesson.py",
    "chapters/*/chapter.toml",
    "exercises/*/*.py",
    "solutions/*/*/*.py",
    "solutions/*/*/*.md",
    "kata/**/*.py",
    "arena/**/*.py",
    "bench/*.py",
    "web/*.py",
    "web/*.mjs",
)


def texts():
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *(f":(glob){p}" for p in PLACES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return sorted({Path(name) for name in tracked if name} - set(map(Path, EXEMPT)))


def stumbling(path):
    """Return each line that has such a word, with what to write instead."""
    text = (ROOT / path).read_text(encoding="utf-8")
    found = []
    for pattern, better in WORDS.items():
        # A sentence goes on in the next line.
        loose = pattern.replace(" ", r"\s+(?:#\s+)?")
        for match in re.finditer(loose, text, re.IGNORECASE):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path}:{line}: {match[0]!r}: write {better}")
    return found


@pytest.mark.parametrize("place", sorted({path.parts[0] for path in texts()}))
def test_readers_do_not_stumble(place):
    found = [says for path in texts() if path.parts[0] == place for says in stumbling(path)]
    assert found == []


def test_the_words_are_found(tmp_path):
    text = "Whoever comes\nnext waits for\never, and it is two times as\nfast."
    path = tmp_path / "text.md"
    path.write_text(text)
    assert len(stumbling(path)) == 3
