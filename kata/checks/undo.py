"""Takes back what an answer installs in Django, so that the next check does not meet it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from django.db.utils import ConnectionHandler
from django.dispatch import Signal
from django.utils.connection import BaseConnectionHandler

_SIGNALS: tuple[Signal, ...] = (connection_created, request_started, request_finished)
_CLASSES: tuple[type, ...] = (
    CursorWrapper,
    CursorDebugWrapper,
    BaseDatabaseWrapper,
    ConnectionHandler,
    BaseConnectionHandler,
)


@contextmanager
def undone() -> Iterator[None]:
    """Undo, after the block, whatever it left behind where statements pass.

    That is: receivers of signals, replaced methods, loggers' handlers and levels, and aliases.
    This thread's connections are closed and forgotten, with the wrappers on them.
    """
    classes = {cls: dict(vars(cls)) for cls in (*_CLASSES, type(connections["default"]))}
    receivers = [(signal, list(signal.receivers)) for signal in _SIGNALS]
    loggers = {logger: _state(logger) for logger in _loggers()}
    aliases = set(connections.settings)
    try:
        yield
    finally:
        for cls, attributes in classes.items():
            _restore(cls, attributes)
        for signal, before in receivers:
            signal.receivers = before
            signal.sender_receivers_cache.clear()
        for logger in _loggers():
            _reset(logger, loggers.get(logger, _FRESH))
        for connection in connections.all(initialized_only=True):
            connection.close()
            del connections[connection.alias]
        for alias in set(connections.settings) - aliases:
            del connections.settings[alias]


def _restore(cls: type, attributes: dict[str, Any]) -> None:
    for name in set(vars(cls)) - set(attributes):
        delattr(cls, name)
    for name, value in attributes.items():
        if vars(cls).get(name) is not value:
            setattr(cls, name, value)


_State = tuple[int, bool, bool, list[logging.Handler], list[Any]]
_FRESH: _State = (logging.NOTSET, True, False, [], [])


def _loggers() -> list[logging.Logger]:
    known = logging.root.manager.loggerDict.values()
    return [logging.root, *(one for one in known if isinstance(one, logging.Logger))]


def _state(logger: logging.Logger) -> _State:
    return (
        logger.level,
        logger.propagate,
        logger.disabled,
        list(logger.handlers),
        list(logger.filters),
    )


def _reset(logger: logging.Logger, state: _State) -> None:
    level, logger.propagate, logger.disabled, handlers, filters = state
    logger.handlers, logger.filters = list(handlers), list(filters)
    logger.setLevel(level)
