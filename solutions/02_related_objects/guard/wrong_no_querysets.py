"""A queryset that has its rows already is refused too.

Breaks: text
Fails: answer
"""

from contextlib import ExitStack

from django.db import connections
from django.db.models import QuerySet
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


def rendered(template, context):
    refused = []
    for name, value in context.items():
        if isinstance(value, QuerySet):
            raise QueryInTemplate(f"{template} is given a queryset, {name}: {value.query}")

    def refuse(execute, sql, params, many, context):
        refused.append(QueryInTemplate(f"{template} needs a query while it is rendered: {sql}"))
        raise refused[-1]

    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(refuse))
        try:
            return render_to_string(template, context)
        finally:
            if refused:
                raise refused[0]
