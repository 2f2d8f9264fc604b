"""The filter is lost on the way to values(): the archive lists drafts.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def archive():
    rows = Post.objects.order_by("-published_at", "-pk").values_list("pk", "title", "author_id")
    return [
        {"link": f"/posts/{pk}/", "title": title, "author": author} for pk, title, author in rows
    ]
