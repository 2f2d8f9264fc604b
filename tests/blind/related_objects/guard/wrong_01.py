"""Wrong: refused: only the connection "default" is guarded, so a replica's query is sent."""

from contextlib import ExitStack
from threading import get_ident, local

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


renderings = local()


def text_of(sql, connection):
    if hasattr(sql, "as_string"):
        return sql.as_string(connection.connection)
    return sql.decode(errors="replace") if isinstance(sql, bytes) else str(sql)


def rendered(template, context):
    thread = get_ident()
    if not hasattr(renderings, "stack"):
        renderings.stack = []
    stack = renderings.stack
    refused = []

    def refuse(execute, sql, params, many, context):
        if get_ident() != thread:
            return execute(sql, params, many, context)
        text = text_of(sql, context["connection"])
        for queries in stack:
            queries.append(text)
        raise QueryInTemplate(f"{template} sends a query: {text}")

    result = problem = None
    used = [connections["default"]]
    broken = [connection.needs_rollback for connection in used]
    stack.append(refused)
    try:
        with ExitStack() as wrappers:
            for connection in used:
                wrappers.enter_context(connection.execute_wrapper(refuse))
            result = render_to_string(template, context)
    except BaseException as error:
        problem = error
        if not refused:
            raise
    finally:
        stack.pop()
    if refused:
        # Nothing was sent, so nothing is broken: save() and atomic() marked the transaction.
        for connection, was in zip(used, broken, strict=True):
            connection.needs_rollback = was
        queries = "\n".join(refused)
        raise QueryInTemplate(f"{template} sends queries:\n{queries}") from problem
    return result
