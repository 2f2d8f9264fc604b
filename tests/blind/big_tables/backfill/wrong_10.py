"""Wrong, other lengths: the update doesn't ask again whether the length is NULL. What the site writes after the keys were read is written over."""

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
        Comment.objects.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
