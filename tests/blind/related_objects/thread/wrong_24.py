"""WRONG (allowed: queries): works in batches of ten posts with two queries each, which is nine for 40 posts."""

from django.db.models import Prefetch, prefetch_related_objects

from arena.discuss.models import Comment, Post


def thread(limit=10):
    said = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = said.filter(parent=None).prefetch_related(
        Prefetch("replies", queryset=said, to_attr="all_replies")
    )
    found = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    posts = list(found[:limit])
    rows = []
    for start in range(0, len(posts), 10):
        # Long lists of ids are slow, so take some posts at a time.
        batch = posts[start : start + 10]
        prefetch_related_objects(
            batch, Prefetch("comments", queryset=comments.all(), to_attr="all_comments")
        )
        for post in batch:
            rows.append(
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
            )
    return rows
