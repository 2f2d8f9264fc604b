"""An interrupted run drops its leftover itself, and waits for a lock against readers.

Breaks: nobody waits
Fails: interrupted
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import OperationalError, migrations, models

VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"


class AddIndexSafely(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute(VALID, [self.index.name])
            found = cursor.fetchone()
        if found == (True,):
            return
        if found:
            model = from_state.apps.get_model(app_label, self.model_name)
            schema_editor.remove_index(model, self.index, concurrently=True)
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except OperationalError:
            schema_editor.execute("DROP INDEX comment_of_post", params=None)
            raise


class Migration(migrations.Migration):
    atomic = False  # CONCURRENTLY commits several times

    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexSafely(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
