"""Arena's large world in a notebook: what a lesson begins with."""

from __future__ import annotations

import atexit
import os
from contextlib import ExitStack
from typing import Any

from kata import environment
from kata.notebook import connecting
from kata.notebook.html import tag, text
from kata.notebook.show import Output, in_notebook, shell


class Ready(Output):
    """What is at hand now."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def html(self) -> str:
        """Return it as a line."""
        return tag("div", "note", text(self.sentence))

    def __str__(self) -> str:
        return self.sentence


def start() -> Ready:
    """Start PostgreSQL, connect Django to the large world, and add the magics.

    The large world is made the first time, in a few seconds. It can be read and not be changed:
    every check and every lesson uses the same one.

    Raises:
        ServiceProblem: the server cannot be started.
    """
    from kata.databases import backend, clones

    _set_up()
    if backend.wants_sqlite():
        return Ready(
            "Arena runs on the SQLite file of KATA_DATABASE_URL; lessons are for PostgreSQL."
        )
    _own.close()
    backend.use(clones.large_url(_tell if in_notebook() else None))
    return Ready(f"Arena is up, {_size()}. You can read it and break nothing.")


def sandbox(*, large: bool = False) -> Ready:
    """Connect Django to an Arena of this notebook's own, and add the magics.

    It can be written to. It is dropped when the kernel ends, and made anew when this runs again.

    Args:
        large: a copy of the large world; else it is empty.

    Raises:
        ServiceProblem: the server cannot be started.
    """
    from kata.databases import backend, clones

    _set_up()
    _own.close()
    copy = large and not backend.wants_sqlite()
    if copy:
        made = clones.copy_of_large(_tell if in_notebook() else None)
    else:
        made = backend.scratch(is_kept=True)
    backend.use(_own.enter_context(made))
    _own.callback(connecting.disconnect)  # first of all: it cannot be dropped while it is in use
    what = f"A copy of Arena is up, {_size()}," if copy else "An empty Arena is up,"
    return Ready(f"{what} for this notebook alone: write to it what you like.")


def cache_server() -> Ready:
    """Make an empty Valkey of this notebook's own Django's default cache.

    Raises:
        ServiceProblem: the server cannot be started.
    """
    from django.conf import settings
    from django.test.signals import clear_cache_handlers

    from kata.services import valkey

    settings.CACHES = valkey.as_caches(valkey.fresh())
    clear_cache_handlers(setting="CACHES")  # Django keeps open what it had before
    return Ready(f"Valkey {valkey.up().version} is up, empty, as Django's default cache.")


_own = ExitStack()
_kernel = os.getpid()


@atexit.register
def _drop() -> None:
    if os.getpid() == _kernel:  # and not a process that was forked from it
        _own.close()


def _set_up() -> None:
    """Configure Django, once, and add the magics."""
    from kata.notebook import magics

    environment.clean()
    # A kernel runs an event loop in the thread that runs the cells, and Django refuses to query
    # there. Nothing else runs in that thread while a cell does, so it may.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    import django

    django.setup()
    if found := shell():
        magics.register(found)


def _size() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE relname IN "
            "('discuss_post', 'discuss_comment') ORDER BY 1"
        )
        posts, comments = (row[0] for row in cursor.fetchall())
        version = connection.pg_version  # type: ignore[attr-defined]
    return f"with {posts:,} posts and {comments:,} comments on PostgreSQL {version // 10_000}"


_told: list[str] = []


def _tell(sentence: str, share: float) -> Any:
    """Say, once a step, why the first lesson takes a moment."""
    if sentence not in _told:
        _told.append(sentence)
        print(f"{sentence} ...")
