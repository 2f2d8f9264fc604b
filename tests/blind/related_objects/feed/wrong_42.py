"""rows: a published post whose published_at lies ahead is left out.

The filter compares with the present instead of asking for NULL. It shows with a post that has a
published_at of tomorrow: the starter shows it first.
"""

from django.utils import timezone

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__lte=timezone.now())
        .select_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts[:limit]
    ]
