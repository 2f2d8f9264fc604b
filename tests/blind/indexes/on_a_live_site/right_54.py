"""Small operations, one after the other: lock_timeout, drop if INVALID, create if absent, lock_timeout as it was."""

from django.db import migrations, models


def ask(schema_editor, condition):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_index "
            f"WHERE indexrelid = to_regclass('comment_of_post') AND {condition})"
        )
        return cursor.fetchone()[0]


def drop_if_invalid(apps, schema_editor):
    if ask(schema_editor, "NOT indisvalid"):
        schema_editor.execute("DROP INDEX CONCURRENTLY comment_of_post")


def create_if_absent(apps, schema_editor):
    if not ask(schema_editor, "true"):
        schema_editor.execute(
            "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment (post_id, created_at DESC)"
        )


def drop(apps, schema_editor):
    schema_editor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")


limit = migrations.RunSQL("SET lock_timeout TO '4s'", "RESET lock_timeout")
no_limit = migrations.RunSQL("RESET lock_timeout", "SET lock_timeout TO '4s'")


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]
    operations = [
        limit,
        migrations.RunPython(drop_if_invalid, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(create_if_absent, drop)],
            [
                migrations.AddIndex(
                    "comment", models.Index(fields=["post", "-created_at"], name="comment_of_post")
                )
            ],
        ),
        no_limit,
    ]
