"""WRONG: slices. The slices are there, but the migration is still atomic: one transaction locks every
comment until the end.
"""

from django.db import migrations
from django.db.models.functions import Length


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
    operations = [migrations.RunPython(fill)]
