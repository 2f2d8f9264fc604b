"""Right: tries some times when a lock does not come in time, and raises the error in the end."""

import time

from django.db import OperationalError, migrations, models

TRIES = 3


def state_of_index(cursor):
    cursor.execute(
        """
        SELECT coalesce(
            (SELECT CASE WHEN i.indisvalid THEN 'valid' ELSE 'invalid' END
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
             WHERE c.relname = 'comment_of_post' AND i.indrelid = 'discuss_comment'::regclass),
            'absent'
        )
        """
    )
    return cursor.fetchone()[0]


def add_index(apps, schema_editor):
    for number in range(1, TRIES + 1):
        try:
            with schema_editor.connection.cursor() as cursor:
                cursor.execute("SET lock_timeout TO 1500")
                state = state_of_index(cursor)
                if state == "invalid":
                    cursor.execute("DROP INDEX CONCURRENTLY IF EXISTS comment_of_post")
                if state != "valid":
                    cursor.execute(
                        "CREATE INDEX CONCURRENTLY comment_of_post ON discuss_comment"
                        " USING btree (post_id, created_at DESC)"
                    )
                cursor.execute("SET lock_timeout TO DEFAULT")
            return
        except OperationalError as error:
            in_vain = getattr(error.__cause__, "sqlstate", None) == "55P03"
            if number == TRIES or not in_vain:
                raise
            time.sleep(number)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.RunPython(add_index, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AddIndex(
                    "comment",
                    models.Index(fields=["post", "-created_at"], name="comment_of_post"),
                )
            ]
        ),
    ]
