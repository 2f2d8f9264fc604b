"""rows: posts of the same second are ordered by id instead of newest first.

published_at is cut to the second before it is compared. It shows with two posts a few microseconds
apart of which the older one has the higher id.
"""

from django.db.models.functions import TruncSecond

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by(TruncSecond("published_at").desc(), "-pk")
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
