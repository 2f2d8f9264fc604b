"""One statement without model instances: values_list() follows the relations with joins."""

from arena.discuss.models import Post

KEYS = ("title", "author", "editor", "contest")


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("title", "author__username", "editor__username", "contest__title")
    )
    return [dict(zip(KEYS, values, strict=True)) for values in posts[:limit]]
