"""One wrapper for good on each connection, which asks a stack of this thread what is rendered."""

import threading

from django.db import connections
from django.template import engines


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Rendering(threading.local):
    def __init__(self):
        self.stack = []


rendering = Rendering()


def guard(execute, sql, params, many, context):
    if not rendering.stack:
        return execute(sql, params, many, context)
    names = " in ".join(name for name, _ in reversed(rendering.stack))
    error = QueryInTemplate(f"{names}: {sql}")
    for _, errors in rendering.stack:
        errors.append(error)
    raise error


def rendered(template, context):
    for alias in connections:
        if guard not in connections[alias].execute_wrappers:
            connections[alias].execute_wrappers.append(guard)
    errors, other = [], None
    marked = [connections[alias].needs_rollback for alias in connections]
    rendering.stack.append((template, errors))
    try:
        text = engines["django"].get_template(template).render(context)
    except BaseException as error:
        other = error
    finally:
        rendering.stack.pop()
    if errors:
        for alias, mark in zip(connections, marked, strict=True):
            connections[alias].needs_rollback = mark
        raise errors[0] from other
    if other:
        raise other
    return text
