"""Nested Prefetch objects: three queries, each filtered, ordered, and with its authors."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def _said(comment):
    return {"author": comment.author.username, "body": comment.body}


def thread(limit=10):
    everything = Comment.objects.select_related("author").order_by("created_at", "pk")
    replies = everything.only("parent", "body", "author__username")
    comments = (
        everything.filter(parent=None)
        .only("post", "body", "author__username")
        .prefetch_related(Prefetch("replies", queryset=replies, to_attr="answers"))
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title")
        .prefetch_related(Prefetch("comments", queryset=comments, to_attr="talk"))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "comments": [
                {**_said(comment), "replies": [_said(reply) for reply in comment.answers]}
                for comment in post.talk
            ],
        }
        for post in posts[:limit]
    ]
