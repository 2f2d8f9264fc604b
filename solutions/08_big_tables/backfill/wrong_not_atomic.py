"""atomic = False alone: one statement is one transaction still.

Breaks: slices
Fails: queries
"""

from django.db import migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    Comment.objects.filter(length=None).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False

    operations = [migrations.RunPython(fill)]
