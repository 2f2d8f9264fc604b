"""It tries again when it had to wait too long, and cleans up before each try."""

from django.db import OperationalError, migrations, models

INDEX = models.Index(fields=["post", "-created_at"], name="comment_of_post")
TRIES = 3


def state_of_index(connection):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT CASE WHEN indisvalid THEN 'valid' ELSE 'invalid' END"
            " FROM pg_index WHERE indexrelid = to_regclass(%s)",
            [INDEX.name],
        )
        row = cursor.fetchone()
        return row[0] if row else "missing"


def build(apps, editor):
    comment = apps.get_model("discuss", "Comment")
    editor.execute("SELECT set_config('lock_timeout', '1500', false)", None)
    for last in range(1, TRIES + 1):
        try:
            match state_of_index(editor.connection):
                case "valid":
                    return
                case "invalid":
                    editor.remove_index(comment, INDEX, concurrently=True)
            editor.add_index(comment, INDEX, concurrently=True)
        except OperationalError:
            if last == TRIES:
                raise


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("discuss", "0002_counters")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(build, migrations.RunPython.noop)],
            state_operations=[migrations.AddIndex("comment", INDEX)],
        )
    ]
