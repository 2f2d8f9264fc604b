"""RIGHT: not atomic, slices by key with the ORM, and the UPDATE asks again whether length is NULL."""

from django.db import migrations
from django.db.models.functions import Length

SLICE = 1000


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    comments = Comment.objects.using(schema_editor.connection.alias).filter(length=None)
    last = 0
    while True:
        keys = list(
            comments.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SLICE]
        )
        if not keys:
            break
        comments.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
