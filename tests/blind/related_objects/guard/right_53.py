"""Only the outermost call installs a wrapper, which adds each SQL to all templates that this thread renders at the moment."""

import threading

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def refusal(template, statements):
    return QueryInTemplate(f"Template {template} must not query: {' | '.join(statements)}")


class Rendering(threading.local):
    def __init__(self):
        self.frames = []


rendering = Rendering()


def make_wrapper():
    owner = threading.get_ident()

    def wrapper(execute, sql, params, many, context):
        if threading.get_ident() != owner:
            return execute(sql, params, many, context)
        for _, statements in rendering.frames:
            statements.append(str(sql))
        raise refusal(*rendering.frames[-1])

    return wrapper


def install(wrapper):
    for connection in connections.all():
        connection.execute_wrappers.insert(0, wrapper)


def uninstall(wrapper):
    for connection in connections.all():
        if wrapper in connection.execute_wrappers:
            connection.execute_wrappers.remove(wrapper)


def rendered(template, context):
    statements = []
    marks = [(c, c.needs_rollback, c.rollback_exc) for c in connections.all()]
    wrapper = None
    if not rendering.frames:
        wrapper = make_wrapper()
        install(wrapper)
    rendering.frames.append((template, statements))
    try:
        html = render_to_string(template, context)
    except BaseException as error:
        if statements:
            raise refusal(template, statements) from error
        raise
    finally:
        rendering.frames.pop()
        if wrapper is not None:
            uninstall(wrapper)
        if statements:
            # A refused save() marks the transaction as broken, and nothing in it is.
            for connection, needs_rollback, rollback_exc in marks:
                connection.needs_rollback = needs_rollback
                connection.rollback_exc = rollback_exc
    if statements:
        raise refusal(template, statements)
    return html
