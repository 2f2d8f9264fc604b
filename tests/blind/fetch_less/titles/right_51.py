"""values_list() with names: one light tuple of three values for each post."""

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = published.values_list("pk", "title", "author_id", named=True)
    return [{"link": link(row), "title": row.title, "author": row.author_id} for row in rows]
