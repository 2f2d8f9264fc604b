"""One values_list() over the relations: Django joins the optional ones from the left, and what is missing is None."""

from arena.discuss.models import Post

KEYS = ("title", "author", "editor", "contest")
PATHS = ("title", "author__username", "editor__username", "contest__title")


def feed(limit=50):
    newest = Post.objects.exclude(published_at=None).order_by("-published_at", "-id")
    return [dict(zip(KEYS, values)) for values in newest.values_list(*PATHS)[:limit]]
