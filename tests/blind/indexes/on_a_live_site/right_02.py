"""RIGHT: AddIndexConcurrently of django.contrib.postgres, made repeatable by a subclass."""

from contextlib import contextmanager, suppress

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import Error, migrations, models


@contextmanager
def lock_timeout(connection, setting):
    """Let this session wait for a lock no longer than this."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        (before,) = cursor.fetchone()
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [setting])
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])


class AddIndexAgain(AddIndexConcurrently):
    """Like its base, but leaves a valid index alone and replaces an INVALID one."""

    def _is_valid(self, connection, table):
        """None if there is no such index."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
                " WHERE relname = %s AND indrelid = %s::regclass",
                [self.index.name, connection.ops.quote_name(table)],
            )
            row = cursor.fetchone()
        return row[0] if row else None

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        connection = schema_editor.connection
        model = to_state.apps.get_model(app_label, self.model_name)
        is_valid = self._is_valid(connection, model._meta.db_table)
        if is_valid:
            return
        with lock_timeout(connection, "2s"):
            if is_valid is False:
                schema_editor.remove_index(model, self.index, concurrently=True)
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        with lock_timeout(schema_editor.connection, "2s"):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexAgain(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
