"""WRONG: other lengths. bulk_update writes what was measured of the body as it was read: a comment that
the site edits in between gets the length of its old body.
"""

from django.db import migrations


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while True:
        comments = list(
            Comment.objects.filter(length=None, pk__gt=last).only("pk", "body").order_by("pk")[:500]
        )
        if not comments:
            break
        for comment in comments:
            comment.length = len(comment.body)
        Comment.objects.bulk_update(comments, ["length"])
        last = comments[-1].pk


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
