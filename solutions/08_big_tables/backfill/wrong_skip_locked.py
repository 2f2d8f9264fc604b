"""Rows that somebody has locked are skipped, whatever is written to them, and left NULL.

Breaks: length
Fails: writer
"""

from django.db import migrations, transaction
from django.db.models.functions import Length


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None).order_by("pk")
    keys = True
    while keys:
        with transaction.atomic():
            found = unfilled.select_for_update(skip_locked=True).values_list("pk", flat=True)
            keys = list(found[:1000])
            unfilled.filter(pk__in=keys).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
