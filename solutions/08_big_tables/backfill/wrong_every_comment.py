"""Every comment is filled, also those that have a length.

Breaks: other lengths
Fails: answer
"""

from django.db import migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    comments = apps.get_model("discuss", "Comment").objects.order_by("pk")
    last = 0
    while keys := list(comments.filter(pk__gt=last).values_list("pk", flat=True)[:1000]):
        comments.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
