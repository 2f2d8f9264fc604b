"""columns: the time of publication is fetched as a fourth value, only to sort in Python.

It shows with any published post.
"""

from types import SimpleNamespace

from arena.discuss.models import Post


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    rows = Post.objects.filter(published_at__isnull=False).values_list("published_at", "pk", "title", "author_id")
    return [
        {"link": link(SimpleNamespace(pk=pk)), "title": title, "author": author}
        for _, pk, title, author in sorted(rows, reverse=True)
    ]
