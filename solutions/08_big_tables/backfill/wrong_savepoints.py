"""An atomic block for each slice, inside of one for all: the inner ones are savepoints.

Breaks: slices
Fails: others
"""

from django.db import migrations, transaction
from django.db.models.functions import Length


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    with transaction.atomic():
        while keys := list(unfilled.order_by("pk").values_list("pk", flat=True)[:1000]):
            with transaction.atomic():
                unfilled.filter(pk__in=keys).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
