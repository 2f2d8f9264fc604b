"""The database puts each text together."""

from django.db.models import Value
from django.db.models.functions import Concat

from arena.discuss.models import Post


def archive():
    line = Concat("title", Value(", by "), "author__username")
    return list(Post.objects.order_by("-pk").annotate(line=line).values_list("line", flat=True))
