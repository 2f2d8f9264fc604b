"""queries: slices of 1,000 keys instead of 1,000 comments.

Where the keys have large gaps, most slices are empty: comments with the keys 1 and 10,000,000 cost ten thousand queries.
"""

from django.db import migrations
from django.db.models import Max
from django.db.models.functions import Length

SIZE = 1000


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = Comment.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(1, last + 1, SIZE):
        Comment.objects.filter(pk__gte=start, pk__lt=start + SIZE, length=None).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
