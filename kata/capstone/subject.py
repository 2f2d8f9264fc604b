"""What is judged: a site, its data, and how visitors use it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kata.course import ROOT, CourseProblem
from kata.services.gunicorn import LEFT_OUT

if TYPE_CHECKING:
    from psycopg import Connection

    from kata.capstone.requests import Response, Visit

NAME = "slowbook"
ORIGINALS = ROOT / "solutions" / "19_capstone" / NAME
TREE = ROOT / NAME
REFERENCES = ("bronze", "silver", "gold")
LAYERS = ("before", *REFERENCES)


class Requests(Protocol):
    """How visitors use the site: the module ``kata.capstone.requests``, or another one in tests."""

    @property
    def RECORDED(self) -> Sequence[Visit]:
        """Visits whose responses must stay as they are."""

    @property
    def MIX(self) -> Sequence[tuple[int, Sequence[Visit]]]:
        """What visitors ask for under load, each kind with its weight."""

    @property
    def WRITES(self) -> Sequence[Visit]:
        """What visitors write; those that are refused come last."""

    @property
    def SHOWN(self) -> Sequence[Visit]:
        """Pages that may change by it."""

    @property
    def ASKED_MEANWHILE(self) -> Sequence[Visit]:
        """Some of them, for visitors who ask while others write."""

    @property
    def SENDS(self) -> str:
        """The command of ``manage.py`` that sends mails, empty for none."""

    def mails(self, printed: str) -> list[str]:
        """Return the mails that this command has printed, in an order of their own."""

    @property
    def WHO_LEAVES(self) -> str:
        """The name of the person who logs out."""

    @property
    def PEOPLE(self) -> Mapping[str, str]:
        """Those who can log in, with their passwords."""

    @property
    def KEYS(self) -> Sequence[int]:
        """Posts that none of these people has liked."""

    @property
    def PAIRED(self) -> Sequence[int]:
        """More of these posts, at most as many as there are people."""

    def same(self, before: Response, after: Response) -> str | None:
        """Return what differs for a visitor, None for nothing."""

    def page_of(self, key: int) -> Visit:
        """Return the visit of the page that shows a post, its likes and its comments."""

    def like_of(self, key: int) -> Visit:
        """Return the visit that likes a post."""

    def comment_on(self, key: int, text: str) -> Visit:
        """Return the visit that comments on a post."""

    def likes_in(self, page: str) -> int:
        """Return the number of likes that the page of a post shows."""

    def name_in(self, page: str) -> str:
        """Return the name of the visitor that a page shows, empty for none."""


@dataclass(frozen=True)
class Subject:
    """A site to make faster.

    Attributes:
        original: its project as the learner gets it.
        requests: how visitors use it.
        fill: writes its data into a database that the original's migrations have made.
        sources: the files that decide a verdict beside the project; an edit makes what was kept
            of an earlier run stale.
    """

    original: Path
    requests: Requests
    fill: Callable[[Connection[Any]], object]
    sources: tuple[Path, ...]


def slowbook() -> Subject:
    """Return the capstone of the course."""
    from kata.capstone import requests, world

    files = (requests.__file__, world.__file__)
    return Subject(ORIGINALS / "before", requests, world.fill, tuple(Path(file) for file in files))


def start(subject: Subject, tree: Path = TREE) -> bool:
    """Copy the original for the learner; return whether it was not there yet."""
    if tree.exists():
        return False
    if not subject.original.is_dir():
        raise CourseProblem(f"{subject.original} is missing: git checkout -- solutions")
    new = tree.with_name(f".{tree.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    lay(new, subject.original)
    new.rename(tree)
    return True


def layers(name: str) -> tuple[str, ...]:
    """Return the folders of files that make a reference, each over the one before."""
    return LAYERS[: LAYERS.index(name) + 1]


def reference(name: str, folder: Path) -> None:
    """Write the project of a reference: the original, with what differs over it, tier by tier."""
    if name not in REFERENCES:
        raise CourseProblem(f"There is no {name!r} to judge: name one of {', '.join(REFERENCES)}.")
    lay(folder, *(ORIGINALS / layer for layer in layers(name)))


def lay(folder: Path, *projects: Path) -> None:
    """Copy projects into a folder, each over the one before, without what does not run."""
    for project in projects:
        ignored = shutil.ignore_patterns(*LEFT_OUT)
        shutil.copytree(project, folder, ignore=ignored, dirs_exist_ok=True)


def files_of(tree: Path) -> list[Path]:
    """Return the files of a project that decide how it runs, in order."""
    found = []
    for path in sorted(tree.rglob("*")):
        parts = path.relative_to(tree).parts
        ignored = any(fnmatch(part, pattern) for part in parts for pattern in LEFT_OUT)
        if path.is_file() and not ignored:
            found.append(path)
    return found


def digest(*trees: Path) -> str:
    """Return a hash of the contents of some projects and files."""
    found = hashlib.sha256()
    for tree in trees:
        for path in [tree] if tree.is_file() else files_of(tree):
            name = str(path.relative_to(tree)) if path != tree else path.name
            content = path.read_bytes()
            found.update(f"{name}\0{len(content)}\0".encode() + content)
        found.update(b"\0\0")
    return found.hexdigest()[:16]
