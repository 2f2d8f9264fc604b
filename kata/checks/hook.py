"""Sees every statement that is sent to a database, and every row that comes back.

The hooks are on classes, for as long as a meter runs: on Django's ``CursorWrapper``, whose texts
have placeholders, and below it on the driver's own cursors, which an answer can use directly
(``cursor.cursor``, ``connection.connection.cursor()``). A statement is reported once, at the
highest place that sees it; rows are counted where the driver hands them over.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.backends.utils import CursorWrapper

from kata.checks.attribution import caller_line

DRIVER = "the driver's own cursor"
FIELDS = 20  # a JSON object with more entries is not one record


class Query(NamedTuple):
    """One call of a cursor.

    Attributes:
        sql: the text as it was sent, with placeholders.
        times: how often it was sent: once, or for ``executemany`` once for each row.
        line: the line of the answer that led to it, 0 for none.
        alias: the connection's alias, or ``DRIVER``.
        done: whether it ended without an error.
    """

    sql: str
    times: int
    line: int
    alias: str
    done: bool


class Load(NamedTuple):
    """What reached Python.

    Attributes:
        rows: rows, and the elements of the arrays and JSON documents in them.
        values: values, those inside arrays and JSON documents too.
        size: bytes: the length of texts, and 8 for a number, a date or a boolean.
    """

    rows: int = 0
    values: int = 0
    size: int = 0

    def plus(self, other: Load) -> Load:
        """Return both together."""
        return Load(self.rows + other.rows, self.values + other.values, self.size + other.size)


class Listener(Protocol):
    """What is told of statements and rows."""

    calls: list[Query]
    load: Load
    watch: Callable[[Any], object] | None  # is given each row that reaches Python
    refuse: Callable[[str, str], object] | None  # is asked before a statement; may raise


class Hook:
    """The hooks, shared by every meter that is running."""

    _lock = threading.Lock()
    _listeners: tuple[Listener, ...] = ()
    _replaced: list[tuple[type, str, Any]] = []  # what was there before the first meter
    _inside = threading.local()  # a call that was reported already is on this thread's stack

    @classmethod
    def add(cls, listener: Listener) -> None:
        """Report to ``listener`` from now on."""
        with cls._lock:
            if not cls._listeners:
                for owner, name, make in _hooks():
                    original = owner.__dict__.get(name, _ABSENT)
                    cls._replaced.append((owner, name, original))
                    setattr(owner, name, make(getattr(owner, name)))
            cls._listeners += (listener,)

    @classmethod
    def remove(cls, listener: Listener) -> None:
        """Report to ``listener`` no more; the last one puts the methods back."""
        with cls._lock:
            cls._listeners = tuple(one for one in cls._listeners if one is not listener)
            while not cls._listeners and cls._replaced:
                owner, name, original = cls._replaced.pop()
                if original is _ABSENT:
                    delattr(owner, name)
                else:
                    setattr(owner, name, original)

    @classmethod
    def ask(cls, alias: str, sql: str) -> None:
        """Ask every listener whether a statement may be sent; its error is the database's."""
        for listener in cls._listeners:
            if listener.refuse is not None:
                listener.refuse(alias, sql)

    @classmethod
    def report(cls, query: Query) -> None:
        """Tell every listener of one call."""
        for listener in cls._listeners:
            listener.calls.append(query)

    @classmethod
    def fetched(cls, load: Load, rows: Iterable[Any]) -> None:
        """Tell every listener what reached Python."""
        with cls._lock:
            for listener in cls._listeners:
                listener.load = listener.load.plus(load)
                if listener.watch is not None:
                    for row in rows:
                        listener.watch(row)

    @classmethod
    def outermost(cls, call: Callable[..., Any], *args: Any, **kwargs: Any) -> tuple[bool, Any]:
        """Call, and return whether no other hooked call is around this one, and the result."""
        if getattr(cls._inside, "deep", False):
            return False, call(*args, **kwargs)
        cls._inside.deep = True
        try:
            return True, call(*args, **kwargs)
        finally:
            cls._inside.deep = False


_ABSENT = object()
_NUMBERS = frozenset({bool, int, float, datetime})  # what is 8 bytes


def weigh(row: Any) -> Load:
    """Return what one row brings to Python."""
    values = row.values() if isinstance(row, dict) else row
    rows, number, size = 1, 0, 0
    for value in values if isinstance(row, (tuple, list, dict)) else [row]:
        if type(value) in _NUMBERS:  # most values by far
            number, size = number + 1, size + 8
        elif type(value) is str and value[:1] not in "[{":
            number, size = number + 1, size + len(value)
        else:
            inside = _inside(value)
            rows, number, size = rows + inside[0], number + inside[1], size + inside[2]
    return Load(rows, number, size)


def _inside(value: Any) -> Load:
    """Return the load of one value: the elements of an array or a document count as rows."""
    if value is None:
        return Load(values=1)
    if isinstance(value, str):
        document = _document(value)
        return _inside(document)._replace(size=len(value)) if document else Load(0, 1, len(value))
    if isinstance(value, (bytes, bytearray, memoryview)):
        return Load(0, 1, len(value))
    if isinstance(value, (list, tuple)):
        load = Load(rows=len(value))
        for item in value:
            load = load.plus(_inside(item))
        return load
    if isinstance(value, dict):
        load = Load(rows=len(value) if len(value) > FIELDS else 0)
        for item in value.values():
            load = load.plus(_inside(item))
        return load
    return Load(0, 1, 8)


def _document(text: str) -> Any:
    """Return the list or object that a text is in JSON, None for any other text."""
    if text[:1] not in {"[", "{"}:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


# The hooks. Each takes the method that it stands in for.


def _hooks() -> Iterator[tuple[type, str, Callable[[Any], Any]]]:
    """Yield class, method's name and hook, for the drivers that are in use."""
    yield CursorWrapper, "_execute_with_wrappers", _of_django
    yield CursorWrapper, "callproc", _of_procedure
    sqlite = sys.modules.get("django.db.backends.sqlite3.base")
    if sqlite is not None:
        yield from _of_driver(sqlite.SQLiteCursorWrapper)
    psycopg = sys.modules.get("psycopg")
    if psycopg is not None:
        for cursor in (psycopg.Cursor, psycopg.ServerCursor):
            yield from _of_driver(cursor)
        yield psycopg.Cursor, "stream", _of_stream
        yield psycopg.Cursor, "copy", _of_statement
        yield psycopg.Copy, "read", _of_copy
        yield psycopg.Copy, "read_row", _of_row


def _of_driver(cursor: type) -> Iterator[tuple[type, str, Callable[[Any], Any]]]:
    yield cursor, "execute", _of_statement
    yield cursor, "executemany", _of_many
    yield cursor, "fetchone", _of_row
    yield cursor, "fetchmany", _of_rows
    yield cursor, "fetchall", _of_rows
    yield cursor, "__next__", _of_row


def _of_django(original: Any) -> Any:
    def execute(self: CursorWrapper, sql: Any, params: Any, many: bool, executor: Any) -> Any:
        if many:
            params = list(params)
        times = len(params) if many else 1
        # An execute wrapper can send a statement of its own in the middle of another one.
        around = getattr(Hook._inside, "deep", False)
        Hook._inside.deep = False
        try:
            return _sent(self.db.alias, sql, times, original, self, sql, params, many, executor)
        finally:
            Hook._inside.deep = around

    return execute


def _of_procedure(original: Any) -> Any:
    def callproc(self: CursorWrapper, procname: str, *args: Any) -> Any:
        return _sent(self.db.alias, f"CALL {procname}", 1, original, self, procname, *args)

    return callproc


def _of_statement(original: Any) -> Any:
    def execute(self: Any, sql: Any, *args: Any, **kwargs: Any) -> Any:
        return _sent(DRIVER, _text(sql, self), 1, original, self, sql, *args, **kwargs)

    return execute


def _of_many(original: Any) -> Any:
    def executemany(self: Any, sql: Any, rows: Any, *args: Any, **kwargs: Any) -> Any:
        rows = list(rows)
        text = _text(sql, self)
        return _sent(DRIVER, text, len(rows), original, self, sql, rows, *args, **kwargs)

    return executemany


def _of_stream(original: Any) -> Any:
    def stream(self: Any, sql: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        Hook.ask(DRIVER, _text(sql, self))
        Hook.report(Query(_text(sql, self), 1, caller_line(), DRIVER, True))
        for row in original(self, sql, *args, **kwargs):
            Hook.fetched(weigh(row), [row])
            yield row

    return stream


def _of_row(original: Any) -> Any:
    def fetch(self: Any) -> Any:
        outermost, row = Hook.outermost(original, self)
        if outermost and row is not None:
            Hook.fetched(weigh(row), [row])
        return row

    return fetch


def _of_rows(original: Any) -> Any:
    def fetch(self: Any, *args: Any, **kwargs: Any) -> Any:
        outermost, rows = Hook.outermost(original, self, *args, **kwargs)
        if outermost:
            load = Load()
            for row in rows:
                load = load.plus(weigh(row))
            Hook.fetched(load, rows)
        return rows

    return fetch


def _of_copy(original: Any) -> Any:
    def read(self: Any) -> Any:
        outermost, block = Hook.outermost(original, self)
        if outermost and block:
            rows = bytes(block).count(b"\n")
            Hook.fetched(Load(rows, rows, len(block)), bytes(block).splitlines())
        return block

    return read


def _sent(alias: str, sql: Any, times: int, original: Any, *args: Any, **kwargs: Any) -> Any:
    """Send a statement, and report it unless it belongs to a call that is reported already."""
    outermost, done = not getattr(Hook._inside, "deep", False), False
    text = sql if type(sql) is str else str(sql)
    try:
        if outermost:
            Hook.ask(alias, text)
        _, result = Hook.outermost(original, *args, **kwargs)
        done = True
        return result
    finally:
        if outermost:
            Hook.report(Query(text, times, caller_line(), alias, done))


def _text(sql: Any, cursor: Any) -> str:
    """Return a statement as text: psycopg takes bytes and composed SQL too."""
    if isinstance(sql, bytes):
        return sql.decode(errors="replace")
    return sql.as_string(cursor) if hasattr(sql, "as_string") else str(sql)
