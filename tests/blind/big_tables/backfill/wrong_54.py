"""other lengths: the update does not look again whether length is still NULL.

A comment that somebody edits between the two queries of a slice has its length from the site, and its row is written once more.
"""

from django.db import migrations
from django.db.models.functions import Length

SIZE = 1000


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while True:
        missing = Comment.objects.filter(length=None, pk__gt=last).order_by("pk")
        keys = list(missing.values_list("pk", flat=True)[:SIZE])
        if not keys:
            break
        Comment.objects.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
