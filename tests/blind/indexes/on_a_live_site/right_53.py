"""An operation of its own tries three times while it runs into lock_timeout, and begins each try by dropping what the last one left."""

from django.db import Error, OperationalError, migrations, models

LOCK_NOT_AVAILABLE = "55P03"


class AddIndexAgainAndAgain(migrations.AddIndex):
    """AddIndex, but concurrently, with short waits and without what an interrupted try left."""

    atomic = False
    tries = 3
    lock_timeout = "1500ms"

    def status(self, schema_editor):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT CASE WHEN pg_index.indisvalid THEN 'valid' ELSE 'invalid' END
                FROM pg_class JOIN pg_index ON pg_index.indexrelid = pg_class.oid
                WHERE pg_class.relname = %s AND pg_table_is_visible(pg_class.oid)
                """,
                [self.index.name],
            )
            row = cursor.fetchone()
        return row[0] if row else "absent"

    def try_once(self, schema_editor, model):
        if self.status(schema_editor) == "valid":
            return
        if self.status(schema_editor) == "invalid":
            schema_editor.remove_index(model, self.index, concurrently=True)
        schema_editor.add_index(model, self.index, concurrently=True)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        if not self.allow_migrate_model(schema_editor.connection.alias, model):
            return
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            usual = cursor.fetchone()[0]
        schema_editor.execute("SET lock_timeout = %s", [self.lock_timeout])
        try:
            for left in reversed(range(self.tries)):
                try:
                    self.try_once(schema_editor, model)
                    break
                except OperationalError as error:
                    if not left or getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
                        raise
        finally:
            try:
                schema_editor.execute("SET lock_timeout = %s", [usual])
            except Error:
                pass

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            schema_editor.execute("SET lock_timeout = %s", [self.lock_timeout])
            schema_editor.remove_index(model, self.index, concurrently=True)
            schema_editor.execute("RESET lock_timeout")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]
    operations = [
        AddIndexAgainAndAgain(
            "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        )
    ]
