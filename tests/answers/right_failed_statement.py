"""A statement that fails and is put right costs a query, and no more."""

from django.db import DatabaseError, connection, transaction

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
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")
    except DatabaseError:
        pass
    return rows(joined()[:limit])
