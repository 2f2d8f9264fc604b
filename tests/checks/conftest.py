import pytest

from arena.worlds import World
from kata.checks.attribution import Target


@pytest.fixture
def world(django_db_setup, django_db_blocker):
    """A small world with committed rows and no transaction around, as an exercise has it."""
    with django_db_blocker.unblock():
        world = World(seed=7)
        world.clear()
        yield world


@pytest.fixture
def aimed_here(request, monkeypatch):
    """Lines of the test itself are named, as those of an answer are in an exercise."""
    monkeypatch.setattr(Target, "path", str(request.path))
