"""RIGHT: an operation of its own, from scratch: it compares what there is with what there should be."""

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class OnlineIndex(Operation):
    """A B-tree that is made while the site runs."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, model_name, index, timeout=2000):
        self.model_name = model_name
        self.index = index
        self.timeout = timeout

    def state_forwards(self, app_label, state):
        state.add_index(app_label, self.model_name.lower(), self.index)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        status = self._status(schema_editor, model)
        statements = []
        if status == "valid":
            return
        if status == "invalid":
            statements.append(self.index.remove_sql(model, schema_editor, concurrently=True))
        statements.append(self.index.create_sql(model, schema_editor, concurrently=True))
        self._run(schema_editor, statements)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        self._run(schema_editor, [self.index.remove_sql(model, schema_editor, concurrently=True)])

    def describe(self):
        return f"Create index {self.index.name} on {self.model_name} while the site runs"

    def _status(self, schema_editor, model):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT CASE WHEN i.indisvalid AND i.indisready THEN 'valid' ELSE 'invalid' END
                  FROM pg_index i
                  JOIN pg_class c ON c.oid = i.indexrelid
                 WHERE c.relname = %s AND i.indrelid = to_regclass(%s)
                """,
                [self.index.name, model._meta.db_table],
            )
            row = cursor.fetchone()
        return row[0] if row else "missing"

    def _run(self, schema_editor, statements):
        for statement in statements:
            schema_editor.execute(f"SET lock_timeout = {int(self.timeout)}", params=None)
            schema_editor.execute(statement, params=None)
        schema_editor.execute("SET lock_timeout = DEFAULT", params=None)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        OnlineIndex(
            "Comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
        ),
    ]
