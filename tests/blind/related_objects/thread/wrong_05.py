"""WRONG (limit: queries): each person who replies, but has not written one of the comments shown, is
asked for in a query of its own; six such people make nine queries.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    told = Comment.objects.order_by("created_at", "pk")
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title")
        .prefetch_related(
            Prefetch(
                "comments",
                told.filter(parent=None).select_related("author"),
                to_attr="shown_comments",
            ),
            Prefetch("shown_comments__replies", told, to_attr="shown_replies"),
        )[:limit]
    )
    # The same few people talk to each other, so their names are known already.
    names = {
        comment.author_id: comment.author.username
        for post in posts
        for comment in post.shown_comments
    }

    def name(comment):
        if comment.author_id not in names:
            names[comment.author_id] = comment.author.username
        return names[comment.author_id]

    return [
        {
            "title": post.title,
            "comments": [
                {
                    "author": name(comment),
                    "body": comment.body,
                    "replies": [
                        {"author": name(reply), "body": reply.body}
                        for reply in comment.shown_replies
                    ],
                }
                for comment in post.shown_comments
            ],
        }
        for post in posts
    ]
