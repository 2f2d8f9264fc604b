from django.db.models import F, TextField, Value
from django.db.models.functions import Concat

from arena.discuss.models import Post


def archive():
    line = Concat(F("title"), Value(", by "), F("author__username"), output_field=TextField())
    return list(Post.objects.annotate(line=line).order_by("-pk").values_list("line", flat=True))
