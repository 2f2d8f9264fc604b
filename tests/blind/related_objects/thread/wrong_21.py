"""WRONG (allowed: queries): prefetches, and then calls filter() and order_by(), which ask the database again for each post and comment."""

from arena.discuss.models import Post


def thread(limit=10):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related("comments__author", "comments__replies__author")
        .order_by("-published_at", "-pk")
    )
    rows = []
    for post in posts[:limit]:
        comments = []
        for comment in post.comments.filter(parent=None).order_by("created_at", "pk"):
            replies = [
                {"author": reply.author.username, "body": reply.body}
                for reply in comment.replies.order_by("created_at", "pk")
            ]
            comments.append(
                {"author": comment.author.username, "body": comment.body, "replies": replies}
            )
        rows.append({"title": post.title, "comments": comments})
    return rows
