"""``kata shell`` and ``manage.py``: Django's commands on the large world, which stays as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kata.course import ROOT
from kata.databases import clones

WRITES = "print('made', Tag.objects.create(name='from a shell').name)"
SHELL = ("-m", "kata", "shell")
MANAGE = ("manage.py",)
ADMIN = Path(sys.executable).with_name("django-admin")


def run(*command, typed=None, **more):
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | more,
        input=typed,
        stdin=None if typed else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [SHELL, (*MANAGE, "shell")])
def test_the_models_are_at_hand_and_the_large_world_is_there(command):
    done = run(*command, "-c", "print('posts', Post.objects.count())")
    assert "posts 10000" in done.stdout, done.stderr
    assert "posts 10000" in run(*command, typed="print('posts', Post.objects.count())\n").stdout


@pytest.mark.parametrize("command", [(*SHELL, "-c", WRITES), (*MANAGE, "shell", "-c", WRITES)])
def test_writing_is_one_sentence_and_changes_a_copy_when_it_is_asked_for(command):
    refused = run(*command)
    assert refused.returncode == 1
    assert refused.stderr.strip() == (
        "Arena's large world is read-only: run it with --write, on a copy of your own."
    )
    large = clones.large()
    assert "made from a shell" in run(*command, "--write").stdout
    assert clones.large() == large  # as it was made, by its fingerprint


def test_manage_runs_djangos_other_commands_whatever_the_shell_says():
    work = {"DJANGO_SETTINGS_MODULE": "work.settings", "PGHOST": "db.work"}
    assert "[X] 0001_initial" in run(*MANAGE, "showmigrations", "discuss", **work).stdout
    assert "CREATE TABLE" in run(*MANAGE, "sqlmigrate", "discuss", "0001").stdout
    assert "sqlmigrate" in run(*MANAGE, "help").stdout
    migrated = run(*MANAGE, "migrate", "discuss", "zero")
    assert "read-only" in migrated.stderr
    assert "Traceback" not in migrated.stderr


def test_dbshell_reads_and_does_not_write(tmp_path):
    broken = tmp_path / "broken" / "psql"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'You must install postgresql-client' >&2\nexit 1\n")
    broken.chmod(0o755)
    (tmp_path / "python").symlink_to(sys.executable)
    # With a psql of the system's, without, and with Debian's wrapper that finds none.
    paths = (os.environ["PATH"], str(tmp_path), f"{broken.parent}:{os.environ['PATH']}")
    for path in paths:
        done = run(*MANAGE, "dbshell", typed="SELECT 40 + 2; DELETE FROM discuss_tag;", PATH=path)
        assert " 42" in done.stdout
        assert "read-only transaction" in done.stderr


@pytest.mark.parametrize("program", [("-m", "django"), (ADMIN,)])
def test_django_admin_says_what_to_use_instead(program):
    done = run(*program, "shell", DJANGO_SETTINGS_MODULE="arena.settings")
    assert done.stderr == (
        "Arena's server starts by itself with manage.py instead: python manage.py shell\n"
    )


def test_sqlite_is_one_sentence(tmp_path):
    done = run(*SHELL, KATA_DATABASE_URL=f"sqlite:///{tmp_path}/arena.sqlite3")
    assert done.stderr.startswith("Arena's large world needs PostgreSQL: unset KATA_DATABASE_URL")
