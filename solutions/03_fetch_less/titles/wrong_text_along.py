"""Fetches the text as well, "for later": a template may want it one day.

Breaks: columns
Fails: work
"""

from arena.discuss.models import Post


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = published.values_list("pk", "title", "author_id", "body")
    return [
        {"link": f"/posts/{pk}/", "title": title, "author": author} for pk, title, author, _ in rows
    ]
