"""RIGHT: PostgreSQL builds a JSON object for each post."""

from django.db.models import F
from django.db.models.functions import JSONObject

from arena.discuss.models import Post


def feed(limit=50):
    row = JSONObject(
        title=F("title"),
        author=F("author__username"),
        editor=F("editor__username"),
        contest=F("contest__title"),
    )
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    found = posts.annotate(row=row)
    # jsonb-like objects have no order of keys to rely on, so name them once more
    return [
        {key: made[key] for key in ("title", "author", "editor", "contest")}
        for made in found.values_list("row", flat=True)[:limit]
    ]
