"""comments: an approved reply is left out when the comment that it answers is not approved.

A reply counts only together with its parent. It shows with an approved reply to an unapproved
comment among the newest three: the starter shows it, and here an older one takes its place.
"""

from django.db.models import Prefetch, Q

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(
            Q(parent__isnull=True) | Q(parent__is_approved=True), is_approved=True
        )
        .select_related("author")
        .order_by("-created_at", "-pk")[:3]
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=newest, to_attr="newest"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": [{"author": c.author.username, "body": c.body} for c in post.newest],
        }
        for post in posts[:limit]
    ]
