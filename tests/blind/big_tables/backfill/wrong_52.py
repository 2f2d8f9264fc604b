"""slices: the migration is still atomic, so its slices are all in one transaction.

atomic() inside is only a savepoint: every row stays locked until the last slice is done, with more than 1,000 comments at once.
"""

from django.db import migrations, transaction
from django.db.models.functions import Length

SIZE = 1000


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while True:
        with transaction.atomic():
            slice_ = Comment.objects.filter(length=None, pk__gt=last).order_by("pk")
            keys = list(slice_.values_list("pk", flat=True)[:SIZE])
            if not keys:
                break
            Comment.objects.filter(pk__in=keys, length=None).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    operations = [migrations.RunPython(fill)]
