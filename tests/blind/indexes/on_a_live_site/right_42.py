"""Django's AddIndexConcurrently, taught to replace an INVALID index and to wait for short only."""

from contextlib import contextmanager, suppress

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import Error, migrations, models


class AddIndexPatiently(AddIndexConcurrently):
    """It can be run until it succeeds, and then once more."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._ensure_not_in_transaction(schema_editor)
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        leftover, is_valid = self._look(schema_editor, model)
        if is_valid:
            return
        with self._short_waits(schema_editor.connection):
            if leftover:
                schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {leftover}", None)
            schema_editor.add_index(model, self.index, concurrently=True)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        with self._short_waits(schema_editor.connection):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def _look(self, schema_editor, model):
        """Return the index as SQL names it, and whether it is valid; two times None without it."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexrelid::regclass::text, indisvalid"
                " FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid"
                " WHERE indrelid = %s::regclass AND relname = %s",
                [schema_editor.quote_name(model._meta.db_table), self.index.name],
            )
            return cursor.fetchone() or (None, None)

    @contextmanager
    def _short_waits(self, connection):
        """Wait for no lock longer than two seconds; a transaction is impossible here."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            (usual,) = cursor.fetchone()
            cursor.execute("SET lock_timeout = '2s'")
        try:
            yield
        finally:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [usual])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexPatiently(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
