"""A wrapper on each connection refuses each statement, and all renderings remember that it did."""

from contextlib import ExitStack
from threading import get_ident

from django.db import connections
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class Refuse:
    def __init__(self, template):
        self.template, self.errors, self.thread = template, [], get_ident()

    def __call__(self, execute, sql, params, many, context):
        # Only the first wrapper is called: that of the outermost template.
        wrappers = context["connection"].execute_wrappers
        mine = [one for one in wrappers if isinstance(one, Refuse) and one.thread == get_ident()]
        if self not in mine:  # threads can share a connection, as those of LiveServerTestCase do
            return execute(sql, params, many, context)
        for wrapper in mine:
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
