"""fetched: the profile of every author is fetched, with its bio, and nothing of it is shown.

select_related() goes one relation further than the page. It shows with authors who have profiles:
no row more, but the profiles' columns are in the answers.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    everything = Comment.objects.select_related("author__profile").order_by("created_at", "pk")
    comments = everything.filter(parent=None).prefetch_related(
        Prefetch("replies", queryset=everything)
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("comments", queryset=comments))
        .order_by("-published_at", "-pk")
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
                for comment in post.comments.all()
            ],
        }
        for post in posts[:limit]
    ]
