"""Waits two seconds for a comment that somebody edits, and fails.

Breaks: no error
Fails: writer
"""

from django.db import migrations
from django.db.models.functions import Length

SLICE = 1000


def fill(apps, schema_editor):
    schema_editor.execute("SET lock_timeout = '2s'", None)
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    last = 0
    while keys := list(
        unfilled.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SLICE]
    ):
        # The site may have written some of them since: those are not in `unfilled` any more.
        unfilled.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
