"""The database makes the text."""

from django.db.models import F, Value
from django.db.models.functions import Concat

from arena.discuss.models import Post


def archive():
    line = Concat(F("title"), Value(", by "), F("author__username"))
    return list(Post.objects.order_by("-pk").values_list(line, flat=True))
