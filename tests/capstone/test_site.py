"""Slowbook itself: it answers, each reference answers the same, and its faults are listed."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest

from kata.capstone import requests, story, subject, world
from kata.capstone.requests import MEMBERS, MIX, PEOPLE, RECORDED, Response, Visit, same
from kata.capstone.score import tier
from kata.capstone.subject import LAYERS, REFERENCES, layers
from kata.course import ROOT
from kata.services import postgres, valkey

SITE = ROOT / "solutions" / "19_capstone" / "slowbook"
SHARE = 0.04  # of the world: the pages have each kind of row, and the tables are short
VISIT = Path(__file__).with_name("visit.py")
FAULTS = tomllib.loads((SITE / "faults.toml").read_text(encoding="utf-8"))["fault"]


class Copy:
    """A project with a database and files of its own."""

    def __init__(self, name: str, folder: Path, *layers: Path) -> None:
        self.tree = folder / name
        files = folder / f"files_{name}"
        files.mkdir()
        for layer in layers:
            shutil.copytree(layer, self.tree, dirs_exist_ok=True)
        # Its log of queries costs a third of the time, and changes no response.
        settings = self.tree / "slowbook" / "settings.py"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace('"slowbook.middleware.SqlLog",', ""), encoding="utf-8")
        server = postgres.up()
        entry = {"HOST": server.host, "PORT": server.port, "NAME": name, "USER": server.user}
        self.environment = {
            **os.environ,
            "PYTHONDONTWRITEBYTECODE": "1",
            "SLOWBOOK_FILES": str(files),
            "SLOWBOOK_SECRET": "tests",
            "SLOWBOOK_VALKEY": valkey.fresh(),
            **dict.fromkeys(
                ("SLOWBOOK_DATABASE", "SLOWBOOK_POOL", "SLOWBOOK_REPLICA"), json.dumps(entry)
            ),
        }
        self.environment.pop("DJANGO_SETTINGS_MODULE", None)

    def run(self, *command: str, told: str = "") -> str:
        """Run a Python program in the project; return what it says."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=self.tree,
            env=self.environment,
            input=told,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
        return done.stdout

    def send(self, visits: Sequence[Visit]) -> list[Response]:
        """Return the responses to visits."""
        told = [
            (v.method, v.path, v.who, v.body and urlencode(v.body), dict(v.headers)) for v in visits
        ]
        rows = json.loads(self.run(str(VISIT), told=json.dumps(told)))
        return [Response(status, found, base64.b64decode(body)) for status, found, body in rows]


@pytest.fixture(scope="module")
def copies() -> Iterator[dict[str, Copy]]:
    """The original and the references, each with the same rows."""
    memory = Path("/dev/shm", Path(tempfile.gettempdir()).name)
    top = Path(tempfile.mkdtemp(prefix="kata-test-", dir=memory if memory.exists() else None))
    top.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KATA_DATABASE_URL", raising=False)
        (top / "home").mkdir()
        patch.setenv("KATA_HOME", str(top / "home"))
        found = {
            name: Copy(name, top, *(SITE / layer for layer in layers(name))) for name in LAYERS
        }
        with postgres.up().connect() as connection:
            connection.execute("CREATE DATABASE before")
            found["before"].run("manage.py", "migrate", "-v", "0")
            with postgres.up().connect("before", autocommit=False) as filled:
                world.fill(filled, SHARE)
                filled.commit()
            for name in REFERENCES:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE before".encode())
        for name in REFERENCES:
            found[name].run("manage.py", "migrate", "-v", "0")
        yield found
        postgres.down()
        valkey.down()
        shutil.rmtree(top)


@pytest.fixture(scope="module")
def originals(copies: dict[str, Copy]) -> list[Response]:
    """What the original returns for each recorded visit: it needs a while, so two are asked."""
    half = len(RECORDED) // 2
    with ThreadPoolExecutor(2) as pool:
        parts = pool.map(copies["before"].send, (RECORDED[:half], RECORDED[half:]))
        return [response for part in parts for response in part]


def test_the_original_answers_each_visit(originals: list[Response]) -> None:
    found = [response.status for response in originals]
    assert len(found) == len(RECORDED) == 200
    assert max(found) < 500
    assert found.count(200) > 150
    assert {301, 302, 400, 403, 404, 405} <= set(found)


def test_the_same_is_equal_and_another_page_is_not(originals: list[Response]) -> None:
    assert [same(it, it) for it in originals] == [None] * len(originals)
    pages = [it for it in originals if it.status == 200 and it.body]
    assert sum(same(a, b) is not None for a, b in pairwise(pages)) > 120


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference_answers_the_same(
    name: str, copies: dict[str, Copy], originals: list[Response]
) -> None:
    times = 2 if name == "gold" else 1  # the second time from its cache
    responses = copies[name].send(RECORDED * times)
    found = [
        f"{visit.method} {visit.path} as {visit.who}: {says}"
        for visit, before, after in zip(RECORDED * times, originals * times, responses, strict=True)
        if (says := same(before, after))
    ]
    assert found == []


def test_writes_have_the_same_effect_and_are_seen_at_the_next_visit(
    copies: dict[str, Copy],
) -> None:
    results = {name: copy.send(_writes()) for name, copy in copies.items()}
    before = results["before"]
    likes = [requests.likes_in(it.body) for it in before[:2] + before[6:8]]
    assert [likes[0], likes[2], likes[3]] == [likes[1], likes[0] + 2, likes[0] + 2]
    assert b"Hello <a" in before[6].body
    assert requests.name_in(before[6].body) == MEMBERS[0]
    assert requests.name_in(before[7].body) == ""
    for name in REFERENCES:
        found = [
            same(_timeless(a), _timeless(b)) for a, b in zip(before, results[name], strict=True)
        ]
        assert [says for says in found if says] == [], name


def test_the_steps_of_a_tier_end_in_its_reference(tmp_path: Path) -> None:
    last = {step.tier: number for number, step in enumerate(story.steps())}
    assert tuple(last) == REFERENCES
    assert sorted(last.values()) == list(last.values())
    for number, step in enumerate(story.projects(tmp_path / "steps")):
        if number == last[step.tier]:
            subject.reference(step.tier, tmp_path / step.tier)
            assert _contents(tmp_path / "steps") == _contents(tmp_path / step.tier)


def test_each_step_changes_each_of_its_files(tmp_path: Path) -> None:
    before: dict[str, bytes] = {}
    for step in story.projects(tmp_path):
        now = _contents(tmp_path)
        if before:
            changed = {name for name in now if now[name] != before.get(name)}
            assert changed == set(step.files), step.name
        before = now


def test_each_step_was_measured_and_the_last_of_a_tier_reaches_it() -> None:
    found, steps = story.measured(), story.steps()
    assert list(found.ratios) == [step.name for step in steps]
    reached = {step.tier: found.ratios[step.name] for step in steps}
    assert [tier(ratio) for ratio in reached.values()] == list(REFERENCES)


def test_the_site_answers_the_same_after_each_step(copies: dict[str, Copy]) -> None:
    top = copies["before"].tree.parent
    written = [*_writes(), requests.get(f"/api/posts/{requests.KEYS[0]}/")]
    first = {_kind(visit): visit for visit in reversed(RECORDED)}  # one of each page
    for visit in written:
        first.pop(_kind(visit), None)
    visits = [*first.values(), *written]

    def send(copy: Copy) -> list[Response]:
        return copy.send(visits)

    with postgres.up().connect() as connection, ThreadPoolExecutor(2) as pool:

        def clone(name: str, template: str) -> None:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())

        clone("original", "before")
        original = pool.submit(send, Copy("original", top, SITE / "before"))
        tables, found = "before", {}
        steps = story.steps()
        for number, step in enumerate(story.projects(top / "steps")):
            if [step.tier] != [it.tier for it in steps[number + 1 : number + 2]]:
                continue  # it is the reference, which another test visits
            copy = Copy(f"step_{number}", top, top / "steps")
            clone(f"step_{number}", tables)
            if any("/migrations/" in name for name in step.files):
                copy.run("manage.py", "migrate", "-v", "0")
                tables = f"migrated_{number}"
                clone(tables, f"step_{number}")
            found[step.name] = pool.submit(send, copy)
        before = original.result()
        assert max(response.status for response in before) < 500
        for name, sent in found.items():
            says = [
                f"{visit.method} {visit.path} as {visit.who}: {differs}"
                for visit, was, now in zip(visits, before, sent.result(), strict=True)
                if (differs := same(_timeless(was), _timeless(now)))
            ]
            assert says == [], name


def test_the_mix_is_one_of_visits_that_are_allowed() -> None:
    assert sum(weight for weight, _ in MIX) == 100
    writes = sum(weight for weight, visits in MIX if visits[0].method == "POST")
    assert writes == 8
    everything = [*RECORDED, *(visit for _, visits in MIX for visit in visits)]
    assert {visit.who for visit in everything} <= {None, *PEOPLE}
    assert all(visit.path.isascii() for visit in everything)


def test_each_fault_is_in_the_original_and_fixed_in_gold() -> None:
    assert len(FAULTS) >= 25
    whys = {name: (SITE / name / "why.md").read_text(encoding="utf-8") for name in REFERENCES}
    for fault in FAULTS:
        exercise = ROOT / "exercises" / f"{fault['exercise']}.py"
        assert exercise.exists(), fault["name"]
        assert f"| {fault['name']} | {fault['fix']} |" in whys[fault["tier"]]
        fixed = [_is_fixed(fault, name) for name in LAYERS]
        first = LAYERS.index(fault["tier"])
        assert fixed == [number >= first for number in range(4)], fault["name"]


def test_no_secret_is_in_the_site() -> None:
    for path in SITE.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"(SECRET_KEY|PASSWORD)\s*=\s*['\"]", text), path


def _is_fixed(fault: dict[str, str], name: str) -> bool:
    *_, last = (file for layer in layers(name) if (file := SITE / layer / fault["file"]).exists())
    text = last.read_text(encoding="utf-8")
    return fault["sign"] not in text if "sign" in fault else fault["cure"] in text


def _writes() -> list[Visit]:
    """Return visits that write, and those that show what was written."""
    key, (one, two) = requests.KEYS[0], MEMBERS[:2]
    page = requests.page_of(key)
    mine = replace(page, who=one)
    visits = [page, mine, requests.like_of(key, one), requests.like_of(key, two)]
    visits += [requests.like_of(key, one), requests.comment_on(key, "Hello @ADA!", one), mine, page]
    visits += [requests.post(f"/posts/{key}/attempt/", two, answer="one two"), mine]
    visits += [requests.get("/people/alan/", one), requests.get("/attempts/", one)]
    visits += [requests.get("/stats/", one), requests.get("/?order=hot", one)]
    visits += [requests.get("/contests/contest-01/standings/", one), requests.get("/", one)]
    visits += [requests.post("/account/read/", one), requests.get("/account/unread/", one)]
    return visits


def _kind(visit: Visit) -> str:
    """Return which page a visit is to, whatever row it shows."""
    path = visit.path.partition("?")[0]
    return re.sub(r"(/(tags|people|contests)/)[^/]+|\d+", r"\1", path)


def _contents(tree: Path) -> dict[str, bytes]:
    paths = {path.relative_to(tree).as_posix(): path for path in subject.files_of(tree)}
    return {name: path.read_bytes() for name, path in paths.items() if name != "why.md"}


def _timeless(response: Response) -> Response:
    """Return a response without the minute in which something was written."""
    times = rb"\d{1,2} \w+ \d{4}, \d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:[\d:.]+"
    body = re.sub(times, b"now", response.body)
    return replace(response, body=body)
