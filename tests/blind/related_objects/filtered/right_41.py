"""A Prefetch with a filtered and ordered queryset, kept as a list under a name of its own."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    unapproved = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .only("post", "body", "author__username")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title")
        .prefetch_related(Prefetch("comments", queryset=unapproved, to_attr="unapproved"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "waiting": len(post.unapproved),
            "comments": [{"author": c.author.username, "body": c.body} for c in post.unapproved],
        }
        for post in posts[:limit]
    ]
