"""afterwards: a refused save() inside the caller's atomic() leaves needs_rollback set.

Model.save() marks the transaction as broken when it fails. The caller's next query, after rendered(), fails, and nothing is committed.
"""

import threading
from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string

_local = threading.local()


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Blocker:
    def __init__(self, template):
        self.template = template
        self.queries = []
        self.thread = threading.get_ident()

    def error(self):
        return QueryInTemplate(f"{self.template}: " + "\n".join(self.queries))

    def __call__(self, execute, sql, params, many, context):
        if threading.get_ident() != self.thread:
            return execute(sql, params, many, context)
        for blocker in _local.blockers:
            blocker.queries.append(str(sql))
        raise _local.blockers[-1].error()


def rendered(template, context):
    blocker = Blocker(template)
    if not hasattr(_local, "blockers"):
        _local.blockers = []
    _local.blockers.append(blocker)
    try:
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(blocker))
            text = render_to_string(template, context)
    except Exception as error:
        if blocker.queries:
            raise blocker.error() from error
        raise
    finally:
        _local.blockers.pop()
    if blocker.queries:
        raise blocker.error()
    return text
