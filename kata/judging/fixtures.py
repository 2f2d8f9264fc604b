"""What a test may ask for: the answer, the starter, a world, a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kata import course
from kata.judging.trial import exercise_of


@pytest.fixture
def answer(request: pytest.FixtureRequest) -> Any:
    """The answer under check, loaded fresh."""
    from kata.checks import answers
    from kata.checks.attribution import Target
    from kata.checks.queries import self_test

    assert exercise_of(request.node), "the fixture 'answer' is for tests of exercises"
    self_test()  # before the answer: what it changes in Django must not look like a broken meter
    return answers.load(Path(Target.path))


@pytest.fixture
def before(request: pytest.FixtureRequest) -> Any:
    """The starter, which is correct and slow: the oracle, and the one to race against."""
    from kata.checks import answers
    from kata.checks.findings import MeterBroken

    exercise = exercise_of(request.node)
    assert exercise is not None, "the fixture 'before' is for tests of exercises"
    if not exercise.before.is_file():
        raise MeterBroken(course.bring_back(exercise.before))
    return answers.load(exercise.before)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Any:
    """A small Arena that the test fills, with rows that are committed.

    Nothing is rolled back: the database is made for one check and thrown away after it. So code
    in another thread, task or connection sees the same rows as the test.
    """
    from arena.worlds import World

    seed = sum(map(ord, request.node.name))
    world = World(seed)
    world.clear()
    return world


@pytest.fixture
def large_world() -> Iterator[None]:
    """The large Arena instead of the small one, to read from only: it is shared by all checks."""
    from kata.databases import backend, clones

    with clones.reader() as url, backend.using(url):
        yield


@pytest.fixture
def large_copy() -> Iterator[None]:
    """A copy of the large Arena to write to, made in about 0.2 s and dropped after the check."""
    from kata.databases import backend, clones

    with clones.copy_of_large() as url, backend.using(url):
        yield


@pytest.fixture
def new_database() -> Iterator[None]:
    """A database of this test's own, instead of the one that all tests of an exercise share."""
    from kata.databases import backend

    with backend.scratch(["postgresql"]) as url, backend.using(url):
        yield


@pytest.fixture
def cache_server(settings: Any) -> Iterator[str]:
    """An empty Valkey of the test's own as Django's default cache: its URL.

    A test names it before ``answer``, which may import the cache or a clock when it is loaded.
    """
    from kata.checks.stored import clocks
    from kata.services import valkey

    url = valkey.fresh()
    # Assigned, and not changed in place: then Django forgets the caches that it has opened.
    settings.CACHES = valkey.as_caches(url)
    with clocks():
        yield url


@pytest.fixture
def time_passes() -> Iterator[Callable[[float], None]]:
    """A function that moves Python's clocks forward by some seconds.

    A test names it before ``answer``, which may import a clock when it is loaded.
    """
    from kata.checks.stored import clocks, pass_time

    with clocks():
        yield partial(pass_time, "")


@pytest.fixture
def cache_network(cache_server: str) -> Iterator[Any]:
    """The test's Valkey behind a network that the test can break: a ``Network``."""
    from kata.checks import network
    from kata.services import valkey
    from kata.services.relay import Relay

    number = int(cache_server.rpartition("db=")[2])
    with Relay(valkey.up().address) as relay, network(relay, number) as net:
        yield net


@pytest.fixture
def s3() -> Iterator[tuple[Any, str]]:
    """A server that speaks S3, and the name of an empty bucket of the test's own there."""
    from kata.services import s3

    with s3.own_accounts_left_alone(), s3.bucket() as found:
        yield found


@pytest.fixture
def gunicorn() -> Any:
    """Run a gunicorn for a block: ``with gunicorn(configuration, application) as server``."""
    from kata.services import gunicorn

    return partial(_serving, gunicorn.serving)


@pytest.fixture
def nginx() -> Any:
    """Run an nginx for a block: ``with nginx(site, {"app.sock": address}) as server``."""
    from kata.services import nginx

    return partial(_serving, nginx.serving)


@contextmanager
def _serving(serving: Any, configuration: object, *rest: Any) -> Iterator[Any]:
    """Run a server with a learner's configuration; a refusal is a failure with its own words."""
    from kata.checks import expect, fail
    from kata.services.base import ConfigurationRefused

    expect(isinstance(configuration, str), f"The configuration is {configuration!r}.", "a text.")
    try:
        with serving(configuration, *rest) as server:
            yield server
    except ConfigurationRefused as refused:
        raise fail(str(refused), "it starts.", details=refused.log) from None


@pytest.fixture(scope="session")
def pair_of_servers() -> Iterator[Any]:
    """A primary and a standby for all tests of an exercise: a ``Pair``."""
    from kata.databases import pairs

    with pairs.serving() as pair:
        yield pair


@pytest.fixture
def replica(pair_of_servers: Any) -> Iterator[Any]:
    """The primary as ``default``, and its standby as ``replica``, which follows it: a ``Pair``.

    A test names it after ``answer``, and before ``world``, which then fills the primary.
    """
    from kata.databases import pairs

    with pairs.using(pair_of_servers):
        yield pair_of_servers
    pair_of_servers.reset()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """A clone of the migrated template as pytest-django's test database: made in a moment."""
    from django.db import connections

    from kata.databases import backend

    with django_db_blocker.unblock(), backend.scratch() as url:
        backend.use(url)
        yield
        connections.close_all()


@pytest.fixture
def django_assert_num_queries(request: pytest.FixtureRequest) -> Any:
    """pytest-django's fixture, with a message that names the lines."""
    return _assert_num_queries(request, exact=True)


@pytest.fixture
def django_assert_max_num_queries(request: pytest.FixtureRequest) -> Any:
    """pytest-django's fixture, with a message that names the lines."""
    return _assert_num_queries(request, exact=False)


def _assert_num_queries(request: pytest.FixtureRequest, *, exact: bool) -> Any:
    from kata.checks.num_queries import assert_num_queries

    # A test of the project's own has its lines named; a check names those of the answer.
    path = None if exercise_of(request.node) else request.path
    return partial(assert_num_queries, path, exact=exact)
