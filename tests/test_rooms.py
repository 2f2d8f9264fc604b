"""Which part of the project may import which: arrows go one way, also from inside functions."""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from kata.course import ROOT

# The rooms, floor by floor. A room imports only from the floors below its own.
FLOORS = (
    ("arena", "kata.checks", "kata.environment", "kata.home", "kata.needs", "kata.owner"),
    ("kata.course", "kata.services", "kata.tidy", "kata.verdict"),
    ("kata.capstone", "kata.databases", "kata.report", "kata.sandbox"),
    ("kata.learner",),
    ("kata.judging",),
    ("kata.cli",),
    ("kata.__main__", "kata.notebook"),
    ("kata.lessons",),
    ("kata.site",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# What the checks may use of others. They are to work in any Django project.
OF_OTHERS = {"_pytest", "asgiref", "django", "psutil", "psycopg", "psycopg_pool", "pytest", "redis"}
OF_OTHERS |= {"botocore", "sqlparse", "time_machine", "yaml"}

# Modules of kata.checks that few tests need, and that take long to load.
MODULES = ("asgi", "back_ends", "cache_contract", "forked_server", "fresh", "held_services")
MODULES += ("kubernetes", "manifests", "nginx_conf", "object_storage", "pods", "remote")
MODULES += ("replicas", "servers", "site_servers", "site_views", "stacks", "visitors")
MODULES += ("watched_caches", "webserver")

# What tests of exercises import of the engine beside kata.checks: these start servers of their own.
BESIDE_THE_DOOR = {
    "test_cold_start.py": {"kata.services.postgres"},  # the copies of the file connect by its URL
    # A real worker and its broker.
    "test_connections_of_workers.py": {"kata.services.celery", "kata.services.valkey"},
    "test_fork.py": {"kata.services.postgres"},  # asks the server over a connection of its own
    "test_pgbouncer_ini.py": {"kata.services.pgbouncer", "kata.services.postgres"},
    "test_transaction_mode.py": {  # Django's connection goes through a PgBouncer and a relay
        "kata.databases.backend.using",
        "kata.services.pgbouncer",
        "kata.services.postgres",
        "kata.services.relay.Relay",
    },
    "test_tuned.py": {"kata.services.tuned"},
}


def test_every_room_is_on_a_floor():
    assert {room_of(_module(path)) for path in _sources()} - {"kata"} == set(FLOOR)


def test_the_page_on_the_engine_draws_every_room_on_its_floor():
    page = (ROOT / "site" / "built.md").read_text(encoding="utf-8")
    drawing = page.partition("```rooms\n")[2].partition("```")[0]
    drawn = [
        {name if name == "arena" else f"kata.{name}" for name, *_ in map(str.split, floor)}
        for floor in (part.strip().splitlines() for part in drawing.split("\n\n"))
    ]
    assert drawn == [set(floor) for floor in reversed(FLOORS)]


def test_the_page_on_the_engine_names_only_files_that_are_there():
    page = (ROOT / "site" / "built.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:kata|web|tests|exercises)/[\w./]*)`", page)
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_arrow_goes_upward():
    upward = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in _sources()
        for imported in _of_ours(imports(path.read_text(encoding="utf-8")))
        if goes_upward(room_of(_module(path)), room_of(imported))
    ]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle():
    modules = {_module(path): path for path in _sources()}
    graph = {
        name: {
            used
            for imported in imports(path.read_text(encoding="utf-8"))
            for used in [imported if imported in modules else imported.rpartition(".")[0]]
            if used in modules and used != name
        }
        for name, path in modules.items()
    }
    # kata.notebook and kata.checks hand on what their own modules have.
    doors = {name for name, path in modules.items() if path.name == "__init__.py"}
    TopologicalSorter({name: used - doors for name, used in graph.items()}).prepare()


def test_the_checks_import_only_django_drivers_and_themselves():
    allowed = OF_OTHERS | sys.stdlib_module_names
    foreign = [
        f"{path.name} imports {imported}"
        for path in sorted((ROOT / "kata" / "checks").glob("*.py"))
        for imported in imports(path.read_text(encoding="utf-8"))
        if room_of(imported) != "kata.checks" and imported.split(".")[0] not in allowed
    ]
    assert foreign == []


def test_the_checks_are_the_only_door_for_tests_of_exercises():
    from kata import checks

    door = {f"kata.checks.{name}" for name in [*checks.__all__, *MODULES]}
    behind = tuple(f"kata.checks.{module}." for module in MODULES)
    beside = {}
    for path in sorted((ROOT / "exercises").glob("*/test_*.py")):
        used = _of_ours(imports(path.read_text(encoding="utf-8")))
        names = {name for name in used if name.startswith("kata") and not name.startswith(behind)}
        if others := names - door:
            beside[path.name] = others
    assert beside == BESIDE_THE_DOOR


@pytest.mark.parametrize(
    ("source", "upward"),
    [
        ("from kata import databases", True),
        ("def f():\n    from kata.services import valkey", True),
        ("import kata.course", True),
        ("from kata.checks.same import plain", False),
        ("import redis", False),
    ],
)
def test_an_arrow_upward_is_seen_wherever_it_is(source, upward):
    found = [goes_upward("kata.checks", room_of(name)) for name in _of_ours(imports(source))]
    assert any(found) is upward


def imports(source: str) -> Iterator[str]:
    """Yield the full name of everything that a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def goes_upward(room: str, imported: str) -> bool:
    """Whether a room imports one that is not on a floor below it."""
    return room not in {imported, "kata"} and FLOOR[imported] >= FLOOR[room]


def room_of(module: str) -> str:
    """Return ``kata.checks`` for ``kata.checks.same.plain``; all of Arena is one room."""
    names = module.split(".")
    return ".".join(names[: 1 if names[0] == "arena" else 2])


def _of_ours(names: Iterator[str]) -> list[str]:
    return [name for name in names if room_of(name) in FLOOR]


def _sources() -> list[Path]:
    return sorted(path for name in ("arena", "kata") for path in (ROOT / name).rglob("*.py"))


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
