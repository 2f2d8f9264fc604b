"""Two queries: the keys in their order, then the columns by key.

Breaks: queries
Fails: work
"""

from arena.discuss.models import Post


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    keys = list(published.values_list("pk", flat=True))
    rows = Post.objects.filter(pk__in=keys).values_list("pk", "title", "author_id")
    shown = {pk: (title, author) for pk, title, author in rows}
    return [{"link": f"/posts/{pk}/", "title": shown[pk][0], "author": shown[pk][1]} for pk in keys]
