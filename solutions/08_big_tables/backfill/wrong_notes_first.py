"""It notes how far it is before the slice is written: killed in between, it forgets the slice.

Breaks: killed
Fails: killed
"""

from django.db import connection, migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS backfill (last bigint)")
        cursor.execute("SELECT coalesce(max(last), 0) FROM backfill")
        [last] = cursor.fetchone()
        while keys := list(
            unfilled.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1000]
        ):
            last = keys[-1]
            cursor.execute("INSERT INTO backfill VALUES (%s)", [last])
            unfilled.filter(pk__in=keys).update(length=Length("body"))
        cursor.execute("DROP TABLE backfill")


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
