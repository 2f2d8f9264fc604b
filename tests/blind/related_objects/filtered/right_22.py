"""RIGHT: two queries with values_list(), put together in a dictionary by the post's key."""

from arena.discuss.models import Comment, Post


def queue(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "waiting": 0, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    comments = (
        Comment.objects.filter(post_id__in=list(rows), is_approved=False)
        .order_by("-created_at", "-pk")
        .values_list("post_id", "author__username", "body")
    )
    for pk, author, body in comments:
        rows[pk]["comments"].append({"author": author, "body": body})
        rows[pk]["waiting"] += 1
    return list(rows.values())
