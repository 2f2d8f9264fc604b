"""What was read is written later, over what the site has written since.

Breaks: other lengths
Fails: others
"""

from django.db import migrations


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    last = 0
    while comments := list(Comment.objects.filter(length=None, pk__gt=last).order_by("pk")[:1000]):
        for comment in comments:
            comment.length = len(comment.body)
        Comment.objects.bulk_update(comments, ["length"])
        last = comments[-1].pk


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
