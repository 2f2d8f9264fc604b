"""Wrong, length: a comment that somebody has locked is skipped, and never looked at again. If that transaction doesn't fill it (an approval, a rollback), it stays NULL."""

from django.db import migrations, transaction
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    empty = Comment.objects.filter(length=None)
    last = 0
    while True:
        with transaction.atomic():
            keys = list(
                empty.filter(pk__gt=last)
                .select_for_update(skip_locked=True)
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
