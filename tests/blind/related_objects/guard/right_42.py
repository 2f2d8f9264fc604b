"""It hooks Django's cursor class once, and each thread has a stack of the templates that it renders: while there are any, no cursor sends."""

import functools
import threading

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class _Rendering(threading.local):
    """What this thread renders, outermost first: [names, first refused SQL or None]."""

    def __init__(self):
        self.stack = []


_rendering = _Rendering()


def _refuse(sql):
    if isinstance(sql, bytes):
        sql = sql.decode("utf-8", "replace")
    elif hasattr(sql, "as_string"):  # psycopg.sql
        sql = sql.as_string(None)
    for entry in _rendering.stack:
        if entry[1] is None:
            entry[1] = str(sql)
    raise _error(*_rendering.stack[-1])


def _error(names, sql):
    return QueryInTemplate(f"The template {names} sends a query: {sql}")


def _hooked(original):
    @functools.wraps(original)
    def method(self, *args, **kwargs):
        if _rendering.stack:
            _refuse([*args, *kwargs.values()][0])
        return original(self, *args, **kwargs)

    return method


def _hooked_getattr(original):
    # COPY, streams and scripts go past execute(), straight to the driver's cursor.
    direct = {"copy", "stream", "executescript", "copy_expert", "copy_from", "copy_to"}

    @functools.wraps(original)
    def __getattr__(self, attr):
        found = original(self, attr)
        if attr in direct and _rendering.stack:
            return lambda *args, **kwargs: _refuse([*args, *kwargs.values()][0])
        return found

    return __getattr__


for _name in ["execute", "executemany", "callproc"]:
    setattr(CursorWrapper, _name, _hooked(getattr(CursorWrapper, _name)))
CursorWrapper.__getattr__ = _hooked_getattr(CursorWrapper.__getattr__)


def rendered(template, context):
    names = template if isinstance(template, str) else " or ".join(template)
    before = {
        id(connection): (connection.needs_rollback, connection.rollback_exc)
        for connection in connections.all(initialized_only=True)
    }
    entry = [names, None]
    _rendering.stack.append(entry)
    text, failure = None, None
    try:
        text = render_to_string(template, context)
    except Exception as error:
        if entry[1] is None:
            raise
        failure = error
    finally:
        _rendering.stack.pop()
        if entry[1] is not None:
            _forgive(before)
    if entry[1] is not None:
        raise _error(*entry) from failure
    return text


def _forgive(before):
    """Let transactions go on: a refused save() has marked them, but sent nothing."""
    for connection in connections.all(initialized_only=True):
        state = before.get(id(connection), (False, None))
        connection.needs_rollback, connection.rollback_exc = state
