"""WRONG (rule: comments): they are sorted by the whole second, then by id; of two in the same second
the younger comes first if its id is smaller.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def _moment(comment):
    # Nobody sees less than a second.
    return comment.created_at.replace(microsecond=0), comment.pk


def thread(limit=10):
    replies = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = Comment.objects.filter(parent=None).select_related("author")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title")
        .prefetch_related(
            Prefetch("comments", comments.prefetch_related(Prefetch("replies", replies)))
        )
    )
    return [
        {
            "title": post.title,
            "comments": [
                {
                    "author": comment.author.username,
                    "body": comment.body,
                    "replies": [
                        {"author": reply.author.username, "body": reply.body}
                        for reply in comment.replies.all()
                    ],
                }
                for comment in sorted(post.comments.all(), key=_moment)
            ],
        }
        for post in posts[:limit]
    ]
