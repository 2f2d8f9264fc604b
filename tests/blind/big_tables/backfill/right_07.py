"""Right: locks a slice without waiting for anybody, and comes back for what was locked."""

from django.db import migrations, transaction
from django.db.models.functions import Length

SIZE = 1000


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    using = schema_editor.connection.alias
    empty = Comment.objects.using(using).filter(length=None)
    last = 0
    while True:
        with transaction.atomic(using=using):
            keys = list(
                empty.filter(pk__gt=last)
                .select_for_update(skip_locked=True, no_key=True)
                .order_by("pk")
                .values_list("pk", flat=True)[:SIZE]
            )
            if keys:
                empty.filter(pk__in=keys).update(length=Length("body"))
        if keys:
            last = keys[-1]
            continue
        left = empty.order_by("pk").values_list("pk", flat=True).first()
        if left is None:
            return
        # Somebody has it. Wait without holding another, then begin again.
        empty.filter(pk=left).update(length=Length("body"))
        last = 0


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
