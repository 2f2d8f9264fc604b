"""WRONG (limit: queries): iterator() prefetches the replies of 500 comments at a time, so queries
grow with comments; more than 3,000 of them need nine.
"""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    told = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = told.filter(post__in=list(rows), parent=None).prefetch_related(
        Prefetch("replies", queryset=told)
    )
    for comment in comments.iterator(chunk_size=500):
        rows[comment.post_id]["comments"].append(
            {
                "author": comment.author.username,
                "body": comment.body,
                "replies": [
                    {"author": reply.author.username, "body": reply.body}
                    for reply in comment.replies.all()
                ],
            }
        )
    return list(rows.values())
