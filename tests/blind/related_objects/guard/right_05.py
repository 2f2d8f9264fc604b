"""Right: a context variable holds the open renderings; plain loops put the wrapper in and out."""

from contextvars import ContextVar
from functools import partial
from threading import get_ident

from django.db import connections
from django.template.loader import render_to_string

open_renderings = ContextVar("open_renderings", default=())


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""

    def __init__(self, template, statements):
        self.template, self.statements = template, tuple(statements)
        super().__init__(f"{template!s} is rendered, and sends: " + "\n".join(statements))


def refuse(thread, renderings, execute, sql, params, many, context):
    if get_ident() != thread:
        return execute(sql, params, many, context)
    statement = str(sql)
    if hasattr(sql, "as_string"):
        statement = sql.as_string(context["connection"].connection)
    # The connection calls the outermost rendering's wrapper, which must tell the inner ones.
    for _, statements in open_renderings.get() or renderings:
        statements.append(statement)
    raise QueryInTemplate(*renderings[-1])


def rendered(template, context):
    statements = []
    renderings = (*open_renderings.get(), (template, statements))
    wrapper = partial(refuse, get_ident(), renderings)
    databases = connections.all()
    flags = [database.needs_rollback for database in databases]
    token = open_renderings.set(renderings)
    for database in databases:
        database.execute_wrappers.append(wrapper)
    try:
        return render_to_string(template, context)
    finally:
        open_renderings.reset(token)
        for database, flag in zip(databases, flags, strict=True):
            database.execute_wrappers.remove(wrapper)
            if statements:
                database.needs_rollback = flag
        if statements:
            raise QueryInTemplate(template, statements)
