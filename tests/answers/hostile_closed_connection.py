"""Closes the driver's connection and goes on."""

from django.db import connection

from arena.discuss.models import Post


def rows(limit):
    posts = Post.objects.filter(published_at__isnull=False)
    shown = posts.select_related("author", "editor", "contest").order_by("-published_at", "-pk")
    rows = []
    for post in shown[:limit]:
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "editor": post.editor.username if post.editor else None,
                "contest": post.contest.title if post.contest else None,
            }
        )
    return rows


def feed(limit=50):
    found = rows(limit)
    connection.connection.close()
    return found + rows(limit)
