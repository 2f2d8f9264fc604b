"""Wrong, no error: NOWAIT fails the migration as soon as a person is editing one of the slice's comments."""

from django.db import migrations, transaction
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    empty = Comment.objects.filter(length=None)
    last = 0
    while True:
        with transaction.atomic():
            # Nobody waits for us, and we wait for nobody.
            keys = list(
                empty.filter(pk__gt=last)
                .select_for_update(nowait=True)
                .order_by("pk")
                .values_list("pk", flat=True)[:1000]
            )
            if not keys:
                return
            empty.filter(pk__in=keys).update(length=Length("body"))
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
