"""Ends itself by a signal that has no name."""

import os

from arena.discuss.models import Post


def rows(limit):
    posts = Post.objects.filter(published_at__isnull=False)
    shown = posts.select_related("author", "editor", "contest").order_by("-published_at", "-pk")
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in shown[:limit]
    ]


def feed(limit=50):
    os.kill(os.getpid(), 40)
    return rows(limit)
