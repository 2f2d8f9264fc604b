"""nested

A flag says that the thread renders, and the inner rendered() switches it off for the outer one. It
shows when a template sends a query after a property that called rendered(): that query is sent.
"""

import threading

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class State(threading.local):
    rendering = False
    refused = ()


_state = State()
_send = CursorWrapper._execute_with_wrappers


def _refuse_or_send(self, sql, params, many, executor):
    if _state.rendering:
        _state.refused = (*_state.refused, str(sql))
        raise QueryInTemplate(f"A template sends {sql}")
    return _send(self, sql, params, many, executor)


CursorWrapper._execute_with_wrappers = _refuse_or_send


def rendered(template, context):
    states = {c: (c.needs_rollback, c.rollback_exc) for c in connections.all()}
    if not _state.rendering:
        _state.refused = ()
    before = len(_state.refused)
    _state.rendering = True
    failure = None
    try:
        text = render_to_string(template, context)
    except Exception as error:
        if len(_state.refused) == before:
            raise
        failure = error
    finally:
        _state.rendering = False
        refused = _state.refused[before:]
    if refused:
        for connection, (needs_rollback, rollback_exc) in states.items():
            connection.needs_rollback, connection.rollback_exc = needs_rollback, rollback_exc
        raise QueryInTemplate(f"{template} sends {refused[0]}") from failure
    return text
