"""What needs a real server: one home for the whole file, since starting one takes a second."""

from __future__ import annotations

import os
import shutil

import pytest

from kata import course
from kata.services import postgres, valkey


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = str(tmp_path_factory.mktemp("home"))
    yield folder
    with pytest.MonkeyPatch.context() as patch:  # for root the data lies elsewhere
        patch.setenv("KATA_HOME", folder)
        patch.delenv("KATA_DATABASE_URL", raising=False)
        postgres.down()
        valkey.down()
        shutil.rmtree(postgres.data_folder())


@pytest.fixture
def served(kata, home):
    """Run kata with the course's own PostgreSQL."""
    return lambda *arguments, **more: kata(*arguments, KATA_DATABASE_URL="", KATA_HOME=home, **more)


def test_services_come_up_and_go_down(served):
    up = served("services", "up")
    assert "pgbouncer   ready     1." in up.stdout
    assert up.stdout.startswith("postgres    running   18")
    assert served("services").stdout == up.stdout
    down = served("services", "down")
    assert down.stdout.startswith("postgres    stopped   18")


def test_doctor_starts_what_is_stopped_and_finds_all_well(served):
    done = served("doctor")

    assert done.returncode == 0, done.stdout
    for name in ("running, started", "pg_stat_statements  is read", "counts right", "All is well"):
        assert name in done.stdout
    assert served("check", "double").returncode == 1
    served("services", "down")


def test_a_missing_pgbouncer_stops_nothing(kata, home, tmp_path):
    without = {"KATA_DATABASE_URL": "", "KATA_HOME": home, "PYTHONPATH": str(tmp_path)}
    (tmp_path / "sitecustomize.py").write_text(
        "import shutil\n"
        "which = shutil.which\n"
        "shutil.which = lambda name, *a, **k: None if name == 'pgbouncer' else which(name, *a, **k)"
    )
    up = kata("services", "up", **without)
    assert up.returncode == 0, up.stdout + up.stderr
    assert up.stdout.startswith("postgres    running   18")
    assert "install pgbouncer` installs it." in up.stdout

    done = kata("doctor", **without)
    assert "missing: its exercises are skipped" in done.stdout
    assert "install pgbouncer` installs it." in done.stdout
    assert "All is well." in done.stdout
    assert done.returncode == 0
    kata("services", "down", **without)


def test_all_is_not_well_where_something_could_not_be_checked(served, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if 'doctor' in sys.argv:\n"
        "    from kata import databases\n"
        "    databases.COPY = 'SELECT no_such_thing'\n"
    )
    path = os.pathsep.join([str(tmp_path), str(course.ROOT)])
    done = served("doctor", PYTHONPATH=path)
    assert done.returncode == 1
    assert "-      meter               not tried: PostgreSQL refused" in done.stdout
    assert "no_such_thing" in done.stdout
    assert done.stdout.endswith("Not everything could be checked.\n")
    served("services", "down")


def test_doctor_names_the_command_that_mends(kata, course):
    (course / "exercises/01_arithmetic/test_double.py").unlink()
    lock = course / "requirements.lock"
    lock.write_text(lock.read_text().replace("django==", "django==1."))
    done = kata("doctor")

    assert done.returncode == 1
    assert "make learn" in done.stdout
    assert "git checkout -- exercises/01_arithmetic/test_double.py" in done.stdout
    assert "There are 2 problems." in done.stdout
