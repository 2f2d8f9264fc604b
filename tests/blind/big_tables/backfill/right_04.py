"""RIGHT: all keys are fetched once, at the beginning, and worked through in slices."""

from django.db import migrations
from django.db.models.functions import Length


def slices(keys, size):
    for start in range(0, len(keys), size):
        yield keys[start : start + size]


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    keys = list(Comment.objects.filter(length=None).order_by("pk").values_list("pk", flat=True))
    for some in slices(keys, 800):
        # Between the first and the last key, because a list of keys is longer than two.
        Comment.objects.filter(pk__gte=some[0], pk__lte=some[-1], length=None).update(
            length=Length("body")
        )


class Migration(migrations.Migration):
    atomic = False  # Every UPDATE is a transaction of its own.

    operations = [migrations.RunPython(fill)]
