"""Breaks: lock_timeout.

SET LOCAL lasts until the end of the transaction, and this migration has none: PostgreSQL only warns, and both statements wait without
limit, for example for the script that has been writing for an hour.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexOnce(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)",
                [self.index.name],
            )
            row = cursor.fetchone()
        if row and row[0]:
            return
        schema_editor.execute("SET LOCAL lock_timeout = '3s'")
        if row:
            model = to_state.apps.get_model(app_label, self.model_name)
            schema_editor.remove_index(model, self.index, concurrently=True)
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexOnce(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
