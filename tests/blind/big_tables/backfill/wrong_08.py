"""WRONG: no error. It locks with NOWAIT in order not to wait for anybody: as soon as a person edits or
deletes one of the comments, the migration fails with an OperationalError.
"""

from django.db import migrations, transaction
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while True:
        with transaction.atomic():
            keys = list(
                Comment.objects.filter(length=None, pk__gt=last)
                .order_by("pk")
                .select_for_update(nowait=True, no_key=True)
                .values_list("pk", flat=True)[:1000]
            )
            if not keys:
                break
            Comment.objects.filter(pk__in=keys, length=None).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
