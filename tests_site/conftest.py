"""The site, built once for all of its tests: ``pytest tests_site``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kata import course

ROOT = Path(__file__).parent.parent
REPOSITORY = "https://git.example.com/team/course"


def build(root: Path, into: Path) -> Path:
    """Build the site of a project's folder, as `make docs` does, and return where it is."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(into)]
    environment = {
        **os.environ,
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONPATH": str(root),
        "SITE_URL": "http://127.0.0.1:8000/",
        "SITE_REPOSITORY": REPOSITORY,
    }
    done = subprocess.run(
        command, cwd=root, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return into


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The built site."""
    return build(ROOT, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def pages(site):
    """The text of each page, by its path; not of those that only lead to where a page went."""
    former = {site / slug / "index.html" for slug in course.moved()}
    return {
        path.relative_to(site).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted({*site.rglob("*.html")} - former)
    }
