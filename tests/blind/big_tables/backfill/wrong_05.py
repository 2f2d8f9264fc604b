"""WRONG: slices. atomic = False, but atomic() around the loop makes one transaction of it again (so that
"it can be run again if it fails").
"""

from django.db import migrations, transaction
from django.db.models.functions import Length


@transaction.atomic
def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while True:
        keys = list(
            Comment.objects.filter(length=None, pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:1000]
        )
        if not keys:
            break
        Comment.objects.filter(pk__in=keys, length=None).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
