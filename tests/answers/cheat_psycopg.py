"""The N+1 on a connection of psycopg's own, which Django never sees."""

import psycopg
from django.db import connection

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


def feed(limit=50):
    parameters = connection.get_connection_params()
    names = ("dbname", "user", "host", "port")
    with psycopg.connect(**{name: parameters[name] for name in names if name in parameters}) as own:
        posts = list(joined()[:limit])
        for post in posts:
            own.execute("SELECT username FROM accounts_user WHERE id = %s", [post.author_id])
    return rows(posts)
