"""WRONG: queries (1). The Paginator, meant to save memory, counts first and then sends a query for each page of 1,000."""

from django.core.paginator import Paginator

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    pages = Paginator(published.values_list("pk", "title", "author_id", named=True), 1000)
    lines = []
    for number in pages.page_range:
        for row in pages.page(number):
            lines.append({"link": link(row), "title": row.title, "author": row.author_id})
    return lines
