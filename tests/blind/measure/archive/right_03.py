from django.db.models import F

from arena.discuss.models import Post


def archive():
    lines = []
    for row in Post.objects.order_by("-id").values("title", by=F("author__username")):
        lines.append(row["title"] + ", by " + row["by"])
    return lines
