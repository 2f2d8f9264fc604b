"""Packs what a page's Python needs; runs in Pyodide under node, started by pack.mjs."""

import ast
import importlib.util
import os
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# Never imported here, or useless without a screen, a network or other processes.
STDLIB_WITHOUT = re.compile(
    r"(_pyrepl|curses|dbm|distutils|ensurepip|idlelib|lib2to3|pydoc_data|tkinter|turtledemo|venv"
    r"|xmlrpc)/|(_pydatetime|_pydecimal|_pyio|antigravity|ftplib|imaplib|mailbox|pickletools|poplib"
    r"|this|turtle)\.py"
    r"|encodings/(?!(_?_\w+|aliases|ascii|cp437|idna|latin_1|punycode|raw_\w+|un\w+|utf_\w+)\.py)"
)
PACKAGES_WITHOUT = re.compile(
    r"bin/|[^/]*\.dist-info/|"
    r"django/(conf/(app|project)_template/|conf/locale/(?!(en|en_GB|de|fr)/|__init__)"
    r"|db/backends/(mysql|oracle|postgresql)/"
    r"|contrib/(flatpages|gis|humanize|postgres|redirects|sitemaps|syndication)/)|"
    r"packaging/licenses/|"
    r"pygments/(lexers/(?!(__init__|_mapping|python|diff|special)\.py)"
    r"|formatters/(?!(__init__|_mapping|terminal)\.py)|styles/(?!(__init__|_mapping|default)\.py))|"
    r"rest_framework/(authtoken|management)/"
)
DATA = re.compile(
    r"django/(conf/locale/(en|en_GB|de|fr)/LC_MESSAGES/django\.mo|views/templates/\w+\.(html|txt)"
    r"|forms/templates/django/forms/.*\.html|contrib/admin/templates/admin/.*\.html)"
    # The zones of the exercise a_day; all of them are 320 KB.
    r"|tzdata/zoneinfo/((Etc/)?UTC|Europe/Berlin|America/(Havana|New_York)|Asia/(Beirut|Kathmandu)"
    r"|Pacific/Kiritimati)"
)
COURSE = re.compile(
    r"pyproject\.toml|chapters/[^/]+/chapter\.toml|exercises/[^/]+/test_\w+\.py"
    r"|solutions/[^/]+/\w+/before\.py"
)
ENGINE = re.compile(
    r"arena/(?!seed\.py).*\.py|web/runner\.py|kata/judging/(__init__|fixtures|plugin|trial)\.py"
    r"|kata/checks/kubernetes\.json|kata/(checks|databases|learner|sandbox|services)/\w+\.py"
    r"|kata/(__init__|course|environment|home|needs|owner|report|tidy|verdict)\.py"
)


def compiled(source: bytes, path: str, docstrings: bool) -> bytes:
    """Return a .pyc that is used without a look at its source, which is not there."""
    tree = ast.parse(source)
    for node in () if docstrings else ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            node.body[:1] = [ast.copy_location(ast.Pass(), node.body[0])] * (len(node.body) == 1)
    code = compile(tree, path, "exec", dont_inherit=True)
    return _code_to_hash_pyc(code, importlib.util.source_hash(source), checked=False)


def add(
    archive: zipfile.ZipFile, name: str, data: bytes, folder: str, docstrings: bool = False
) -> None:
    """Add a file; Python code as what it compiles to. Asserts stay: some of them tell a mistake."""
    if name.endswith(".py"):
        name, data = f"{name}c", compiled(data, f"{folder}/{name}", docstrings)
    plain(archive, name, data)


def plain(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Add a file as it is; the same files make the same archive at any time."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data, compresslevel=9)


def files(folder: Path) -> list[tuple[str, Path]]:
    """Return the files below a folder with their names in it, in order."""
    paths = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    return sorted((str(path.relative_to(folder)), path) for path in paths if path.is_file())


def pack_stdlib() -> None:
    """Pyodide's own archive, which holds sources, compiled."""
    with (
        zipfile.ZipFile("/lib/python314.zip") as sources,
        zipfile.ZipFile("/archives/stdlib.zip", "w") as archive,
    ):
        for name in sorted(sources.namelist()):
            if not name.endswith("/") and not STDLIB_WITHOUT.match(name):
                add(archive, name, sources.read(name), "/lib/python314.zip")


def pack_packages() -> None:
    """What pip installed, without what needs another database, a screen or another language."""
    with zipfile.ZipFile("/archives/packages.zip", "w") as archive:
        for name, path in files(Path("/packages")):
            if (name.endswith(".py") or DATA.match(name)) and not PACKAGES_WITHOUT.match(name):
                add(archive, name, path.read_bytes(), "/lib/python3.14/site-packages")


def needing_a_server() -> Iterator[str]:
    """Yield the files of exercises that no page can judge: a fifth of the archive."""
    from kata.needs import NEEDS

    for manifest in sorted(Path("/root/chapters").glob("*/chapter.toml")):
        chapter = manifest.parent.name
        for exercise in tomllib.loads(manifest.read_text(encoding="utf-8"))["exercise"]:
            if not all(NEEDS[need].in_page for need in exercise.get("needs", ())):
                yield f"exercises/{chapter}/test_{exercise['name']}.py"
                yield f"solutions/{chapter}/{exercise['name']}/before.py"


def pack_course() -> None:
    """The engine compiled; tests, starters and manifests byte for byte. No solution is in it.

    An empty, migrated database is, too: what a check would make of it, made already.
    """
    os.environ["KATA_DATABASE_URL"] = "sqlite:////arena.sqlite3"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    os.environ["DJANGO_SETTINGS_MODULE"] = "arena.settings"
    sys.path[:0] = ["/packages", "/root"]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    with zipfile.ZipFile("/archives/course.zip", "w") as archive:
        elsewhere = set(needing_a_server())
        for name, path in files(Path("/root")):
            if COURSE.fullmatch(name) and name not in elsewhere:
                plain(archive, name, path.read_bytes())
            elif ENGINE.fullmatch(name):
                add(archive, name, path.read_bytes(), "/course", docstrings=True)
        plain(archive, "arena.sqlite3", Path("/arena.sqlite3").read_bytes())


pack_stdlib()
pack_packages()
pack_course()
