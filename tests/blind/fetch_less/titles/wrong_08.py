"""WRONG: rows ("all published posts", and rows stay the same). A post with a published_at in the future was listed, and is left out by the new filter."""

from django.utils import timezone

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__lte=timezone.now())
    rows = published.order_by("-published_at", "-pk").values_list(
        "pk", "title", "author_id", named=True
    )
    return [{"link": link(row), "title": row.title, "author": row.author_id} for row in rows]
