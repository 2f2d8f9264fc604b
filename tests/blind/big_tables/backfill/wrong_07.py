"""WRONG: length. It begins after the lowest key instead of at it: the first comment stays NULL."""

from django.db import migrations
from django.db.models import Min
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    empty = Comment.objects.filter(length=None)
    last = empty.aggregate(first=Min("pk"))["first"]
    if last is None:
        return
    while True:
        keys = list(empty.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1000])
        if not keys:
            break
        empty.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
