"""A project that does not run is told in a sentence, with the end of its own log."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kata.capstone import stack
from kata.capstone.stack import SiteProblem
from kata.services import gunicorn
from tests.capstone.conftest import TINY, project

MIGRATION = """
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0001_initial")]
    operations = [migrations.RunSQL("SELECT no_such_column FROM slowbook_post")]
"""
BAD = {
    "a syntax error": (
        {"slowbook/views.py": "def front(:"},
        "slowbook/ does not start in gunicorn.|`manage.py migrate` in slowbook/ fails",
        "SyntaxError",
    ),
    "a failing migration": (
        {"slowbook/migrations/0002_wrong.py": MIGRATION},
        "`manage.py migrate` in slowbook/ fails on a filled database.",
        'column "no_such_column" does not exist',
    ),
    "a bad nginx.conf": (
        {"servers/nginx.conf": "server { listen unix:nginx.sock; teapot on; }"},
        "nginx does not start with servers/nginx.conf.",
        'unknown directive "teapot"',
    ),
    "nginx at another place": (
        {"servers/nginx.conf": "server { listen 127.0.0.1:80; }"},
        "servers/nginx.conf must have the line `listen unix:nginx.sock;`.",
        "",
    ),
    "a bad gunicorn.conf.py": (
        {"servers/gunicorn.conf.py": "workers = 'many'"},
        "slowbook/ does not start in gunicorn.",
        "many",
    ),
    "no wsgi": (
        {"slowbook/wsgi.py": "application = no_such_name"},
        "slowbook/ does not start in gunicorn.",
        "no_such_name",
    ),
    "an application that never loads": (
        {"slowbook/wsgi.py": "import time; print('Waiting ...', flush=True); time.sleep(600)"},
        "slowbook/ does not start in gunicorn.",
        "Waiting ...",
    ),
    "a bad pgbouncer.ini": (
        {"servers/pgbouncer.ini": "pool_mode"},
        "servers/pgbouncer.ini cannot be read: ",
        "",
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_run_is_told(
    cluster: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    files, says, log = BAD[case]
    if "pgbouncer" in case:
        needs_pgbouncer()
    if "never" in case:
        monkeypatch.setattr(gunicorn, "PROJECT_LIMIT", 4)
    tree = project(tmp_path / "slowbook", **files)
    with pytest.raises(SiteProblem) as problem, stack.running(tree, cluster):
        pass
    assert any(str(problem.value).startswith(each) for each in says.split("|"))
    assert log in "\n".join(problem.value.log)


def test_migrations_that_do_not_end_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = project(tmp_path / "slowbook", **{"manage.py": "import time; time.sleep(600)"})
    monkeypatch.setattr(stack, "MANAGE_LIMIT", 1)
    with pytest.raises(SiteProblem, match="does not end within 1 seconds"):
        stack.migrate(tree, {})


def test_a_file_that_is_missing_is_told(cluster: Path, tmp_path: Path) -> None:
    tree = project(tmp_path / "slowbook")
    (tree / "servers" / "nginx.conf").unlink()
    with (
        pytest.raises(SiteProblem, match=r"slowbook/servers/nginx.conf cannot be read"),
        stack.running(tree, cluster),
    ):
        pass


@pytest.mark.parametrize("text", ["pool_mode = session", "[pgbouncer]\npool_mode = session"])
def test_the_pool_has_the_settings_of_the_project(
    cluster: Path, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_pgbouncer()
    configured = []
    usual = stack.pgbouncer.configuration

    def configuration(databases: dict[str, str], **settings: object) -> Callable[[Path], str]:
        configured.append(settings)
        return usual(databases, **settings)

    monkeypatch.setattr(stack.pgbouncer, "configuration", configuration)
    more = f"{text}\nlisten_port = 1\nlogfile = /tmp/x\n"
    tree = project(tmp_path / "slowbook", **{"servers/pgbouncer.ini": more})
    with stack.running(tree, cluster) as site:
        assert site.environment["SLOWBOOK_POOL"] != site.environment["SLOWBOOK_DATABASE"]
        assert site.bouncer
    assert configured == [{"pool_mode": "session"}]


def test_two_listens_are_made_of_one() -> None:
    text = (TINY / "before" / "servers" / "nginx.conf").read_text()
    assert stack._LISTEN.search(text)
    assert stack._LISTEN.search("listen  unix:nginx.sock default_server;")
    assert not stack._LISTEN.search("# listen unix:nginx.sock;")


def needs_pgbouncer() -> None:
    if stack.pgbouncer.status().state == "missing":
        pytest.skip("PgBouncer is not installed")
