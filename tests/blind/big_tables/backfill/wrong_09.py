"""Wrong, slices: atomic=False is said of RunPython only. The migration itself still is one transaction, and keeps every lock until its end."""

from django.db import migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    empty = Comment.objects.filter(length=None)
    last = 0
    while True:
        keys = list(
            empty.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1000]
        )
        if not keys:
            return
        empty.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    operations = [migrations.RunPython(fill, atomic=False)]
