"""WRONG (rule: rows): sorts the posts once more in Python by published_at alone, so ties are not sure to go to the higher id."""

from operator import attrgetter

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    said = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = said.filter(parent=None).prefetch_related(
        Prefetch("replies", queryset=said, to_attr="all_replies")
    )
    newest = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = (
        Post.objects.only("title", "published_at")
        .prefetch_related(Prefetch("comments", queryset=comments, to_attr="all_comments"))
        .in_bulk(list(newest.values_list("pk", flat=True)[:limit]))
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
                        for reply in comment.all_replies
                    ],
                }
                for comment in post.all_comments
            ],
        }
        for post in sorted(posts.values(), key=attrgetter("published_at"), reverse=True)
    ]
