"""A short lock on one row at a time, and a query for each.

Breaks: queries
Fails: queries
"""

from django.db import migrations


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    for comment in unfilled.order_by("pk").iterator():
        unfilled.filter(pk=comment.pk).update(length=len(comment.body))


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
