"""Python counts the characters, and nobody writes a row between SELECT and UPDATE: it is locked."""

from django.db import migrations, transaction


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while True:
        with transaction.atomic():
            comments = list(
                Comment.objects.filter(length__isnull=True, pk__gt=last)
                .order_by("pk")
                .only("body")
                .select_for_update()[:700]
            )
            if not comments:
                return
            for comment in comments:
                comment.length = len(comment.body)
            Comment.objects.bulk_update(comments, ["length"])
        last = comments[-1].pk


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
