"""A thousand keys are a thousand rows as long as no key is missing.

Breaks: keys
Fails: queries
"""

from django.db import migrations
from django.db.models import Max, Min
from django.db.models.functions import Length


def fill(apps, schema_editor):
    unfilled = apps.get_model("discuss", "Comment").objects.filter(length=None)
    ends = unfilled.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return
    for start in range(ends["first"], ends["last"] + 1, 1000):
        unfilled.filter(pk__gte=start, pk__lt=start + 1000).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
