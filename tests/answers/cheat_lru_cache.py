"""Names remembered by functools."""

from functools import lru_cache

from arena.accounts.models import User
from arena.discuss.models import Post


def rows(posts):
    result = []
    for post in posts:
        row = {"title": post.title}
        row["author"] = post.author.username
        row["editor"] = post.editor.username if post.editor else None
        row["contest"] = post.contest.title if post.contest else None
        result.append(row)
    return result


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def joined():
    return published().select_related("author", "editor", "contest")


@lru_cache(maxsize=None)
def name(pk):
    return User.objects.get(pk=pk).username if pk else None


def feed(limit=50):
    return [
        {
            "title": post.title,
            "author": name(post.author_id),
            "editor": name(post.editor_id),
            "contest": post.contest.title if post.contest else None,
        }
        for post in published().select_related("contest")[:limit]
    ]
