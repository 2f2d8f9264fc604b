"""Three flat queries of tuples: posts, comments, and replies by a join, put together by key."""

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    everything = Comment.objects.order_by("created_at", "pk")
    comments = {}
    for pk, post, author, body in everything.filter(post__in=list(rows), parent=None).values_list(
        "pk", "post_id", "author__username", "body"
    ):
        comments[pk] = {"author": author, "body": body, "replies": []}
        rows[post]["comments"].append(comments[pk])
    for parent, author, body in everything.filter(
        parent__post__in=list(rows), parent__parent=None
    ).values_list("parent_id", "author__username", "body"):
        if parent in comments:  # else it was written after the comments were read
            comments[parent]["replies"].append({"author": author, "body": body})
    return list(rows.values())
