import logging

from django.db import connection, connections
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorWrapper

from kata.checks.undo import undone


def wrap(execute, *args):
    return execute(*args)


def test_a_receiver_is_gone_afterwards(world):
    opened = []
    with undone():
        connection_created.connect(lambda **_: opened.append(1), weak=False)
        connection.close()
        world.people(1)
        assert opened
    opened.clear()
    connection.close()
    world.people(1)
    assert not opened


def test_replaced_methods_and_new_attributes_are_gone_afterwards():
    original = CursorWrapper.execute
    with undone():
        CursorWrapper.execute = wrap
        CursorWrapper.installed = True
    assert CursorWrapper.execute is original
    assert not hasattr(CursorWrapper, "installed")


def test_wrappers_and_aliases_are_gone_afterwards(world):
    with undone():
        connections.settings["replica"] = dict(connections["default"].settings_dict)
        for alias in ("default", "replica"):
            connections[alias].execute_wrappers.append(wrap)
        world.people(1)
    assert "replica" not in list(connections)
    assert not connection.execute_wrappers
    world.people(1)


def test_loggers_are_as_before():
    known = logging.getLogger("tests.known")
    known.setLevel(logging.ERROR)
    with undone():
        known.setLevel(logging.DEBUG)
        known.disabled = True
        known.addFilter(lambda record: False)
        logging.getLogger("tests.new").addHandler(logging.NullHandler())
    assert (known.level, known.disabled, known.filters) == (logging.ERROR, False, [])
    assert not logging.getLogger("tests.new").handlers
