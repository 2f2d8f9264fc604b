"""Each author is fetched once for each page, by a query of its own.

That saves the second query for the same person only. A page with more people still sends more
queries.

Breaks: queries
Fails: comments
"""

from django.db.models import Prefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def thread(limit=10):
    names = {}

    def said(comment):
        if comment.author_id not in names:
            names[comment.author_id] = User.objects.get(pk=comment.author_id).username
        return {"author": names[comment.author_id], "body": comment.body}

    comments = Comment.objects.order_by("created_at", "pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related(
            Prefetch("comments", comments.filter(parent=None)),
            Prefetch("comments__replies", comments),
        )
    )
    return [
        {
            "title": post.title,
            "comments": [
                {**said(comment), "replies": [said(reply) for reply in comment.replies.all()]}
                for comment in post.comments.all()
            ],
        }
        for post in posts[:limit]
    ]
