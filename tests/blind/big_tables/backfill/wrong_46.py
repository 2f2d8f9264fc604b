"""no error: the migration fails if somebody deletes or edits a comment meanwhile.

At the end it compares how many comments it has filled with how many were NULL at the start. One
that people deleted, or whose length the site filled, in the meantime makes them differ.
"""

from django.db import migrations, transaction
from django.db.models.functions import Length

SLICE = 500


def fill_free(comments):
    """Fill what nobody holds, from the lowest key to the highest."""
    last, filled = 0, 0
    while True:
        with transaction.atomic(using=comments.db):
            keys = list(
                comments.filter(pk__gt=last)
                .order_by("pk")
                .select_for_update(skip_locked=True, no_key=True)
                .values_list("pk", flat=True)[:SLICE]
            )
            comments.filter(pk__in=keys).update(length=Length("body"))
            filled += len(keys)
        if len(keys) < SLICE:
            return filled
        last = keys[-1]


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    comments = Comment.objects.using(schema_editor.connection.alias).filter(length=None)
    expected = comments.count()
    filled = fill_free(comments)
    while key := comments.order_by("pk").values_list("pk", flat=True).first():
        filled += comments.filter(pk=key).update(length=Length("body"))
        filled += fill_free(comments)
    if filled != expected:
        raise RuntimeError(f"{expected} comments had no length, and {filled} were filled.")


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
