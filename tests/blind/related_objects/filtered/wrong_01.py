"""WRONG (rule: comments): sorted() with reverse=True keeps equals as they were, lower id first; of two
comments at the same time the lower id comes first.
"""

from operator import attrgetter

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    waiting = Comment.objects.filter(is_approved=False).select_related("author").order_by("pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(Prefetch("comments", queryset=waiting, to_attr="waiting"))
    )
    rows = []
    for post in posts[:limit]:
        # The newest is on top, as in every list of the site.
        newest_first = sorted(post.waiting, key=attrgetter("created_at"), reverse=True)
        rows.append(
            {
                "title": post.title,
                "waiting": len(newest_first),
                "comments": [{"author": c.author.username, "body": c.body} for c in newest_first],
            }
        )
    return rows
