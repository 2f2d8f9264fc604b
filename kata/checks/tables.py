"""A table of an answer's own model, in the database of the check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import FieldDoesNotExist, FieldError
from django.db import DatabaseError, connection
from django.db.models import Model

from kata.checks.findings import CheckFailed, expect, fail
from kata.checks.same import plain

REFUSALS = (DatabaseError, FieldDoesNotExist, FieldError, TypeError, ValueError)


def create_table(model: Any, statements: Any = (), *, names: tuple[str, str]) -> None:
    """Create a model's table with its indexes, and then run an answer's statements.

    Args:
        model: what the answer calls its model.
        statements: a list of SQL, or one text.
        names: what the answer calls both, for the screen.

    Raises:
        CheckFailed: they are something else, or the database refuses one.
    """
    is_model = isinstance(model, type) and issubclass(model, Model) and not model._meta.abstract
    expect(is_model, f"{names[0]} is {model!r:.60}. A model is expected.")
    listed = [statements] if isinstance(statements, str) else plain(statements)
    is_list = isinstance(listed, list) and all(isinstance(each, str) for each in listed)
    expect(is_list, f"{names[1]} is {statements!r:.60}. A list of SQL statements is expected.")
    try:
        with connection.schema_editor() as editor:
            editor.create_model(model)
    except REFUSALS as error:
        raise _refused(f"The table of {names[0]}", error) from None
    for statement in listed:
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        except REFUSALS as error:
            raise _refused(f"A statement of {names[1]}", error, statement) from None


def create_tables(answer: Any) -> None:
    """Create the tables of all models that an answer declares, in the order of its file.

    The tables of an earlier check are dropped.

    Raises:
        CheckFailed: the database refuses one.
    """
    module = answer._module
    for name, model in list(vars(module).items()):
        own = isinstance(model, type) and issubclass(model, Model)
        if own and model.__module__ == module.__name__ and not model._meta.abstract:
            links = [field.remote_field.through for field in model._meta.local_many_to_many]
            for each in (*links, model):
                _drop(each._meta.db_table)
            create_table(model, names=(name, ""))


def _drop(table: str) -> None:
    cascade = " CASCADE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)}{cascade}")


@contextmanager
def installed(label: str, models: Sequence[Any], name: str) -> Iterator[None]:
    """Let an answer's models be those of an installed app for a block, with their tables.

    Only in an installed app does Django find the way back, from a row to those that refer to it.

    Args:
        label: the app's label.
        models: those that get a table, each after those that it refers to.
        name: what the answer calls their list, for the screen.

    Raises:
        CheckFailed: one is no model, or the database refuses its table.
    """
    from django.apps import AppConfig, apps

    config = type("Config", (AppConfig,), {"label": label, "path": "."})(label, None)
    config.apps, config.models = apps, apps.all_models[label]
    apps.app_configs[label] = config
    apps.clear_cache()
    for model in models:
        create_table(model, names=(f"A model in {name}", ""))
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for model in reversed(models):
                editor.delete_model(model)
        del apps.app_configs[label]
        apps.clear_cache()


def written(what: str, write: Callable[[], Any]) -> None:
    """Write to an answer's table, as another part of the site would.

    Raises:
        CheckFailed: the database refuses, as it may because of a trigger of the answer's.
    """
    try:
        write()
    except DatabaseError as error:
        raise _refused(what, error) from None


def _refused(what: str, error: Exception, statement: str = "") -> CheckFailed:
    """Return the failure for something that the database did not do."""
    reason = (str(error).splitlines() or [type(error).__name__])[0]
    details = [" ".join(statement.split())[:76]] if statement else []
    return fail(f"{what} is refused: {reason}", details=details)
