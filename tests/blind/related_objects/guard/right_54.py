"""Each rendering has a wrapper behind the others' ones; an outer wrapper only takes notes and passes the query on to the innermost."""

import threading
from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string

_thread = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Refusal:
    def __init__(self, template):
        self.template = template
        self.thread_id = threading.get_ident()
        self.sql = []

    def __call__(self, execute, sql, params, many, context):
        if self.thread_id == threading.get_ident():
            self.sql.append(sql if isinstance(sql, str) else repr(sql))
            if _thread.innermost is self:
                self.complain()
        return execute(sql, params, many, context)

    def complain(self, cause=None):
        raise QueryInTemplate(f"{self.template!s}: {' --- '.join(self.sql)}") from cause

    def watch(self, connection):
        """Wrap the queries of a connection, and return what undoes it."""
        flags = {name: getattr(connection, name) for name in ("needs_rollback", "rollback_exc")}
        wrappers = connection.execute_wrappers
        wrappers.append(self)

        def undo():
            wrappers.remove(self)
            if self.sql:
                for name, value in flags.items():
                    setattr(connection, name, value)

        return undo


def rendered(template, context):
    refusal = Refusal(template)
    outer = getattr(_thread, "innermost", None)
    text = cause = None
    with ExitStack() as stack:
        for connection in connections.all():
            stack.callback(refusal.watch(connection))
        stack.callback(setattr, _thread, "innermost", outer)
        _thread.innermost = refusal
        try:
            text = render_to_string(template, context)
        except BaseException as error:
            if not refusal.sql:
                raise
            cause = error
    if refusal.sql:
        refusal.complain(cause)
    return text
