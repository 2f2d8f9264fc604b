"""WRONG: other lengths. The UPDATE does not ask again: a comment that the site edits between the two
queries has its length already, and its row is written once more.
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
        Comment.objects.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
