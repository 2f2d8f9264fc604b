"""queries: the list is fetched in parts of a thousand, to save memory.

There is a query for each part, and at least two; it shows with a single published post.
"""

from types import SimpleNamespace

from arena.discuss.models import Post

PART = 1000


def link(post):
    return f"/posts/{post.pk}/"


def archive():
    published = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = published.values_list("pk", "title", "author_id")
    lines, start = [], 0
    while part := list(rows[start : start + PART]):
        lines += [
            {"link": link(SimpleNamespace(pk=pk)), "title": title, "author": author} for pk, title, author in part
        ]
        start += PART
    return lines
