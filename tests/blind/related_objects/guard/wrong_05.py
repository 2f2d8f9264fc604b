"""Wrong: afterwards: clear() also takes away wrappers of others (and of an outer rendering)."""

from threading import get_ident

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Refuse:
    def __init__(self, template):
        self.template = template
        self.thread = get_ident()
        self.refused = []

    def __call__(self, execute, sql, params, many, context):
        if get_ident() != self.thread:
            return execute(sql, params, many, context)
        connection = context["connection"]
        if hasattr(sql, "as_string"):
            sql = sql.as_string(connection.connection)
        for wrapper in list(connection.execute_wrappers):
            if isinstance(wrapper, Refuse) and wrapper.thread == self.thread:
                wrapper.refused.append(str(sql))
        raise self.error()

    def error(self):
        return QueryInTemplate(f"Template {self.template}: " + "; ".join(self.refused))


def rendered(template, context):
    refuse = Refuse(template)
    before = [(connection, connection.needs_rollback) for connection in connections.all()]
    for connection, _ in before:
        connection.execute_wrappers.insert(0, refuse)
    try:
        result = render_to_string(template, context)
    except BaseException as error:
        if refuse.refused:
            raise refuse.error() from error
        raise
    finally:
        for connection, needs_rollback in before:
            connection.execute_wrappers.clear()
            if refuse.refused:
                connection.needs_rollback = needs_rollback
    if refuse.refused:
        raise refuse.error()
    return result
