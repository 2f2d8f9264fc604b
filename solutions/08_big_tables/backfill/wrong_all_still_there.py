"""A comment that is deleted after its key was read: a KeyError, and the migration ends.

Breaks: no error
Fails: others
"""

from django.db import migrations, transaction


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    last = 0
    while keys := list(
        unfilled.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:1000]
    ):
        last = keys[-1]
        with transaction.atomic():
            found = unfilled.select_for_update().in_bulk(keys)
            comments = [found[key] for key in keys]
            for comment in comments:
                comment.length = len(comment.body)
            unfilled.bulk_update(comments, ["length"])


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
