"""fetched: an approved comment is fetched too when a reply to it waits.

select_related() joins the parent, with its body, and nothing uses it. It shows with an unapproved
reply to an approved comment: no row more, but the approved comment's columns are in the answer.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def queue(limit=50):
    unapproved = (
        Comment.objects.filter(is_approved=False)
        .select_related("author", "parent")
        .order_by("-created_at", "-pk")
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
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
