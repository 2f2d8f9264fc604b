"""It puts an execute wrapper before all others of each connection, which refuses in its own thread only, and raises at the end what any template swallowed."""

import threading

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string

# What reaches the driver past execute(): a cursor of Django passes these through.
DIRECT = {"copy", "stream", "executescript", "copy_expert", "copy_from", "copy_to"}

_this_thread = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def _guards():
    return _this_thread.__dict__.setdefault("guards", [])


class Guard:
    """Refuses the queries of one thread while one template is rendered."""

    def __init__(self, template):
        self.template = template if isinstance(template, str) else ", ".join(template)
        self.thread = threading.get_ident()
        self.sql = None

    def __enter__(self):
        self.connections = connections.all()
        self.states = [(c, c.needs_rollback, c.rollback_exc) for c in self.connections]
        _guards().append(self)
        for connection in self.connections:
            connection.execute_wrappers.insert(0, self)
        return self

    def __exit__(self, kind, error, traceback):
        for connection in self.connections:
            connection.execute_wrappers.remove(self)
        _guards().remove(self)
        if self.sql is None:
            return
        # A save() that was refused has sent nothing, so there is nothing to roll back.
        for connection, needs_rollback, rollback_exc in self.states:
            connection.needs_rollback = needs_rollback
            connection.rollback_exc = rollback_exc
        if kind is None or issubclass(kind, Exception):
            raise self.error() from error

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() == self.thread:
            refuse(sql)
        return execute(sql, params, many, context)

    def error(self):
        return QueryInTemplate(f"{self.template} needs a query while it is rendered: {self.sql}")


def refuse(sql):
    if isinstance(sql, bytes):
        sql = sql.decode(errors="replace")
    elif hasattr(sql, "as_string"):
        sql = sql.as_string(None)
    for guard in _guards():
        if guard.sql is None:
            guard.sql = str(sql)
    raise _guards()[-1].error()


def _refuse_direct_ways():
    callproc, get = CursorWrapper.callproc, CursorWrapper.__getattr__

    def guarded_callproc(self, procname, params=None, kparams=None):
        if _guards():
            refuse(f"SELECT * FROM {procname}({params or kparams or ''})")
        return callproc(self, procname, params, kparams)

    def guarded_get(self, name):
        value = get(self, name)
        if name in DIRECT and _guards():
            return lambda sql, *args, **kwargs: refuse(sql)
        return value

    CursorWrapper.callproc, CursorWrapper.__getattr__ = guarded_callproc, guarded_get


_refuse_direct_ways()


def rendered(template, context):
    with Guard(template):
        return render_to_string(template, context)
