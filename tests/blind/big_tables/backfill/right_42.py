"""Short transactions with select_for_update(skip_locked): the ORM locks a slice, then fills it."""

from django.db import migrations, transaction
from django.db.models.functions import Length

SLICE = 600


def fill_free(comments):
    """Fill what nobody holds, from the lowest key to the highest."""
    last = 0
    while True:
        with transaction.atomic(using=comments.db):
            keys = list(
                comments.filter(pk__gt=last)
                .order_by("pk")
                .select_for_update(skip_locked=True, no_key=True)
                .values_list("pk", flat=True)[:SLICE]
            )
            comments.filter(pk__in=keys).update(length=Length("body"))
        if len(keys) < SLICE:
            return
        last = keys[-1]


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    comments = Comment.objects.using(schema_editor.connection.alias).filter(length=None)
    fill_free(comments)
    # Waiting for one row while holding none cannot be part of a deadlock.
    while key := comments.order_by("pk").values_list("pk", flat=True).first():
        comments.filter(pk=key).update(length=Length("body"))
        fill_free(comments)


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
