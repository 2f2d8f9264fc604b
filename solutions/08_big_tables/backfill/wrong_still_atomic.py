"""Slices, in the one transaction that Django puts around a migration.

Breaks: slices
Fails: queries
"""

from django.db import migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    while keys := list(unfilled.order_by("pk").values_list("pk", flat=True)[:1000]):
        unfilled.filter(pk__in=keys).update(length=Length("body"))


class Migration(migrations.Migration):
    operations = [migrations.RunPython(fill)]
