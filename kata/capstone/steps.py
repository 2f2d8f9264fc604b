"""What is stored of a run: its finished steps while it is under way, and its verdict for good."""

from __future__ import annotations

import base64
import json
import os
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata.home import kata_home

if TYPE_CHECKING:
    from kata.capstone.requests import Response

FOLDER = "capstone"
DAY = 86_400  # seconds, after which nobody goes on with a run


def folder() -> Path:
    """Return the folder of all that is stored, which is made if need be."""
    found = kata_home() / FOLDER
    found.mkdir(parents=True, exist_ok=True)
    return found


class Steps:
    """The finished steps of a run, by the hash of all that decides their results.

    The next call goes on with them. An edit of the project makes another hash, so it begins anew.
    """

    def __init__(self, key: str) -> None:
        self.file = folder() / f"steps_{key}.json"
        self.found: dict[str, Any] = read(self.file, {})

    def get(self, name: str) -> Any:
        """Return the result of a step; None if it is not finished."""
        return self.found.get(name)

    def put(self, name: str, result: Any) -> None:
        """Store the result of a step."""
        for other in folder().glob("steps_*.json"):
            with suppress(OSError):
                if time.time() - other.stat().st_mtime > DAY:
                    other.unlink()
        self.found[name] = result
        write(self.file, self.found)

    def forget(self) -> None:
        """Begin anew the next time."""
        self.file.unlink(missing_ok=True)


def recorded(key: str) -> list[Response] | None:
    """Return the responses of the original, if they were recorded with this key."""
    from kata.capstone.requests import Response

    with suppress(OSError, ValueError, TypeError, KeyError, zlib.error):
        content = zlib.decompress((folder() / f"recorded_{key}.bin").read_bytes())
        return [
            Response(each["status"], each["headers"], base64.b64decode(each["body"]))
            for each in json.loads(content)
        ]
    return None


def record(key: str, responses: Sequence[Response]) -> None:
    """Store the responses of the original instead of those that were stored before."""
    for other in folder().glob("recorded_*.bin"):
        other.unlink(missing_ok=True)
    written = [
        {
            "status": each.status,
            "headers": dict(each.headers),
            "body": base64.b64encode(each.body).decode(),
        }
        for each in responses
    ]
    _replace(folder() / f"recorded_{key}.bin", zlib.compress(json.dumps(written).encode(), 1))


def runs() -> list[dict[str, Any]]:
    """Return the verdicts on the learner's project, the oldest first."""
    found = read(kata_home() / FOLDER / "runs.json", [])
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def best() -> tuple[str, float]:
    """Return the highest tier that was reached, and the score of that run; empty for none."""
    reached = []
    for run in runs():
        with suppress(KeyError, TypeError, ValueError):  # of another version of the course
            found = run["score"]
            if run["tier"]:
                lowest, ratio = float(found["lowest"]), float(found["ratio"])
                reached.append((lowest, str(run["tier"]), ratio))
    _, tier, ratio = max(reached, default=(0.0, "", 0.0))
    return tier, ratio


def add(run: dict[str, Any]) -> None:
    """Store a verdict."""
    write(folder() / "runs.json", [*runs(), run])


def read(file: Path, otherwise: Any) -> Any:
    """Return what a file holds as JSON; something else where it is missing or damaged."""
    with suppress(OSError, ValueError):
        return json.loads(file.read_text(encoding="utf-8"))
    return otherwise


def write(file: Path, content: Any) -> None:
    """Write a file as JSON; a kill at any moment leaves the old one or the new one."""
    _replace(file, (json.dumps(content, indent=1) + "\n").encode())


def _replace(file: Path, content: bytes) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    new.write_bytes(content)
    new.replace(file)
