"""Wrong, keys: steps of 1,000 keys, also through a gap of millions without a comment: thousands of queries that find nothing."""

from django.db import migrations
from django.db.models import Max, Min
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    empty = Comment.objects.filter(length=None)
    ends = empty.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return
    for start in range(ends["first"], ends["last"] + 1, 1000):
        empty.filter(pk__gte=start, pk__lt=start + 1000).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
