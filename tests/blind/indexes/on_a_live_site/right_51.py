"""An AddIndexConcurrently that looks at pg_index first, drops an INVALID leftover concurrently, and sets lock_timeout around both."""

from contextlib import contextmanager, suppress

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import Error, migrations, models


@contextmanager
def short_lock_waits(schema_editor):
    schema_editor.execute("SET lock_timeout = '3s'")
    try:
        yield
    finally:
        with suppress(Error):  # the connection may be gone; its error is the one to see
            schema_editor.execute("RESET lock_timeout")


class AddIndexOnLiveSite(AddIndexConcurrently):
    def is_valid(self, connection):
        """Return None if there is no such index."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)",
                [connection.ops.quote_name(self.index.name)],
            )
            row = cursor.fetchone()
        return row and row[0]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        valid = self.is_valid(schema_editor.connection)
        if valid:
            return
        with short_lock_waits(schema_editor):
            if valid is False:
                model = to_state.apps.get_model(app_label, self.model_name)
                schema_editor.remove_index(model, self.index, concurrently=True)
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexOnLiveSite(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
