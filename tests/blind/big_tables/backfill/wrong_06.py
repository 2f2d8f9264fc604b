"""WRONG: length. It stops at the first UPDATE that writes fewer than 1,000 rows: if the site edits or
deletes one comment of a slice between the two queries, all later ones stay NULL.
"""

from django.db import migrations
from django.db.models.functions import Length

SLICE = 1000


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    written = SLICE
    while written == SLICE:
        keys = list(
            Comment.objects.filter(length=None, pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:SLICE]
        )
        if not keys:
            break
        written = Comment.objects.filter(pk__in=keys, length=None).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
