"""Right: Django's AddIndexConcurrently, with what it lacks: the timeout, the leftover, the second run."""

from contextlib import contextmanager

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


@contextmanager
def lock_timeout(connection, seconds):
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{seconds}s'")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")


class AddIndexOnALiveSite(AddIndexConcurrently):
    def is_valid(self, schema_editor, table):
        """Return None if there is no such index."""
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT indisvalid FROM pg_index"
                " JOIN pg_class ON pg_class.oid = indexrelid"
                " WHERE relname = %s AND indrelid = %s::regclass",
                [self.index.name, schema_editor.quote_name(table)],
            )
            row = cursor.fetchone()
        return row and row[0]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        valid = self.is_valid(schema_editor, model._meta.db_table)
        if valid:
            return
        with lock_timeout(schema_editor.connection, 2):
            if valid is not None:
                schema_editor.remove_index(model, self.index, concurrently=True)
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        with lock_timeout(schema_editor.connection, 2):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexOnALiveSite(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
