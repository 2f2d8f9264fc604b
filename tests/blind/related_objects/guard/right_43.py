"""It hooks Django's cursors at the first call, refuses for those threads that do; each call raises for its own template."""

import threading
from contextlib import contextmanager

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Gate:
    """Is closed for the threads that render, and open for all others."""

    DIRECT = frozenset(
        ["copy", "stream", "executescript", "copy_expert", "copy_from", "copy_to"]
    )

    def __init__(self):
        self.lock = threading.Lock()
        self.renders = {}  # thread: one list of refused statements for each render, nested too
        self.originals = None

    @contextmanager
    def closed(self):
        thread, refused = threading.get_ident(), []
        with self.lock:
            self.renders.setdefault(thread, []).append(refused)
            if self.originals is None:
                self._hook()
        try:
            yield refused
        finally:
            with self.lock:
                self.renders[thread].pop()
                if not self.renders[thread]:
                    del self.renders[thread]

    def check(self, sql):
        renders = self.renders.get(threading.get_ident())
        if renders:
            for refused in renders:
                refused.append(sql)
            raise QueryInTemplate(f"A template sends {as_text(sql)}")

    def _hook(self):
        # The hooks stay: taking them away could take away what others put over them meanwhile.
        gate = self
        send, call = CursorWrapper._execute_with_wrappers, CursorWrapper.callproc
        get = CursorWrapper.__getattr__
        self.originals = send, call, get

        def _execute_with_wrappers(cursor, sql, *args, **kwargs):
            gate.check(sql)
            return send(cursor, sql, *args, **kwargs)

        def callproc(cursor, procname, *args, **kwargs):
            gate.check(f"SELECT * FROM {procname}(...)")
            return call(cursor, procname, *args, **kwargs)

        def __getattr__(cursor, attr):
            if attr in gate.DIRECT and threading.get_ident() in gate.renders:
                return lambda sql="", *args, **kwargs: gate.check(sql)
            return get(cursor, attr)

        CursorWrapper._execute_with_wrappers = _execute_with_wrappers
        CursorWrapper.callproc = callproc
        CursorWrapper.__getattr__ = __getattr__


GATE = Gate()


def as_text(sql):
    if hasattr(sql, "as_string"):
        return sql.as_string(None)
    return sql.decode(errors="replace") if isinstance(sql, bytes) else str(sql)


def transaction_states():
    return {
        connection: (connection.needs_rollback, connection.rollback_exc)
        for connection in connections.all(initialized_only=True)
    }


def rendered(template, context):
    states = transaction_states()
    with GATE.closed() as refused:
        try:
            result = render_to_string(template, context)
        except Exception as error:
            if not refused:
                raise
            result = error
    if not refused:
        return result
    for connection in connections.all(initialized_only=True):
        connection.needs_rollback, connection.rollback_exc = states.get(connection, (False, None))
    cause = result if isinstance(result, Exception) else None
    raise QueryInTemplate(
        f"{template} was rendered with a query: {as_text(refused[0])}"
    ) from cause
