"""A thread that shares the connection can send nothing while this one renders.

Breaks: threads
Fails: threads
"""

from contextlib import ExitStack

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Refuse:
    def __init__(self, template):
        self.template, self.errors = template, []

    def __call__(self, execute, sql, params, many, context):
        # Only the first wrapper is called: that of the outermost template.
        for wrapper in context["connection"].execute_wrappers:
            if isinstance(wrapper, Refuse):
                wrapper.errors.append(QueryInTemplate(f"{wrapper.template} needs a query: {sql}"))
        raise self.errors[-1]


def rendered(template, context):
    refuse = Refuse(template)
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(refuse))
        marked = {each: each.needs_rollback for each in connections.all()}
        try:
            return render_to_string(template, context)
        finally:
            if refuse.errors:
                # A save() that fails marks the transaction for rollback. This one sent nothing.
                for connection, mark in marked.items():
                    connection.needs_rollback = mark
                raise refuse.errors[0]
