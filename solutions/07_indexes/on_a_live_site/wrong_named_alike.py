"""It drops each INVALID index whose name begins like its own. One is a colleague's.

Breaks: others
Fails: others
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

VALID = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)"
ALIKE = """
    SELECT indexrelid::regclass FROM pg_index JOIN pg_class ON oid = indexrelid
    WHERE NOT indisvalid AND starts_with(relname, %s)
"""


class AddIndexSafely(AddIndexConcurrently):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute(VALID, [self.index.name])
            if cursor.fetchone() == (True,):
                return
            cursor.execute(ALIKE, [self.index.name])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX CONCURRENTLY {name}")
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False  # CONCURRENTLY commits several times

    dependencies = [("discuss", "0002_counters")]

    operations = [
        AddIndexSafely(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
