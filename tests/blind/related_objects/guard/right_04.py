"""Right: also callproc() and copy() of cursors that are made while rendering."""

from contextlib import contextmanager
from threading import get_ident

from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.template.loader import render_to_string


class QueryInTemplate(Exception):
    """A template needed a query while it was rendered."""


class RefusingCursor(CursorWrapper):
    """No statement of the guarded thread gets through any method."""

    def __init__(self, cursor, db, refuse):
        super().__init__(cursor, db)
        self.refuse = refuse

    def callproc(self, procname, params=None, kparams=None):
        self.refuse(f"CALL {procname}")
        return super().callproc(procname, params, kparams)

    def copy(self, statement, *args, **kwargs):
        self.refuse(statement)
        return self.cursor.copy(statement, *args, **kwargs)

    def stream(self, query, *args, **kwargs):
        self.refuse(query)
        return self.cursor.stream(query, *args, **kwargs)


@contextmanager
def refusing(connection, refuse):
    def wrapper(execute, sql, params, many, context):
        refuse(sql)
        return execute(sql, params, many, context)

    def make_cursor(cursor):
        return RefusingCursor(cursor, connection, refuse)

    names = ["make_cursor", "make_debug_cursor"]
    before = {name: vars(connection)[name] for name in names if name in vars(connection)}
    connection.execute_wrappers.insert(0, wrapper)
    for name in names:
        setattr(connection, name, make_cursor)
    try:
        yield
    finally:
        for name in names:
            delattr(connection, name)
        for name, value in before.items():
            setattr(connection, name, value)
        connection.execute_wrappers.remove(wrapper)


def guarded(aliases, refuse, render):
    if not aliases:
        return render()
    with refusing(connections[aliases[0]], refuse):
        return guarded(aliases[1:], refuse, render)


def rendered(template, context):
    thread = get_ident()
    refused = []

    def refuse(sql):
        if get_ident() == thread:
            refused.append(sql.as_string(None) if hasattr(sql, "as_string") else str(sql))
            raise QueryInTemplate(message())

    def message():
        return f"{template}: {' | '.join(refused)}"

    def render():
        # An inner rendered() refuses first, so its error may be all that this one gets to see.
        return render_to_string(template, context)

    outer_note = getattr(notes, str(thread), None)

    def note(texts):
        refused.extend(texts)
        if outer_note:
            outer_note(texts)

    setattr(notes, str(thread), note)
    marks = {alias: connections[alias].needs_rollback for alias in connections}
    problem = None
    result = None
    try:
        result = guarded(list(connections), refuse, render)
    except BaseException as error:
        problem = error
    finally:
        if outer_note:
            setattr(notes, str(thread), outer_note)
        else:
            delattr(notes, str(thread))
    if refused:
        if outer_note:
            outer_note(list(refused))
        for alias, mark in marks.items():
            connections[alias].needs_rollback = mark
        raise QueryInTemplate(message()) from problem
    if problem is not None:
        raise problem
    return result


class Notes:
    """Per thread: how an inner rendering tells the outer one."""


notes = Notes()
