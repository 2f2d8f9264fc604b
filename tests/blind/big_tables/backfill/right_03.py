"""RIGHT: a transaction per slice that locks its comments, measures them in Python, and writes them with
bulk_update.
"""

from django.db import migrations, transaction


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    alias = schema_editor.connection.alias
    comments = Comment.objects.using(alias)
    last = 0
    while True:
        keys = list(
            comments.filter(length__isnull=True, pk__gt=last)
            .order_by("pk")
            .values_list("pk", flat=True)[:500]
        )
        if not keys:
            return
        with transaction.atomic(using=alias):
            locked = list(
                comments.filter(pk__in=keys, length__isnull=True)
                .order_by("pk")
                .select_for_update(no_key=True)
            )
            for comment in locked:
                comment.length = len(comment.body)
            comments.bulk_update(locked, ["length"])
        last = keys[-1]


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill, atomic=False)]
