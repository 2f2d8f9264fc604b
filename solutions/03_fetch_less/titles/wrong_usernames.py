"""Shows the author's name: nicer to read, and not what the page links to.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = published.values_list("pk", "title", "author__username")
    return [
        {"link": f"/posts/{pk}/", "title": title, "author": author} for pk, title, author in rows
    ]
