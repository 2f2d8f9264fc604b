"""rows: there are none, but a KeyError, when a comment and a reply to it are written meanwhile.

The replies are found by the post of their comment, and each is taken to be known. It shows when
another client commits both between the second and the third statement.
"""

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    everything = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = {}
    for comment in everything.filter(post__in=list(rows), parent=None):
        comments[comment.pk] = {
            "author": comment.author.username,
            "body": comment.body,
            "replies": [],
        }
        rows[comment.post_id]["comments"].append(comments[comment.pk])
    for reply in everything.filter(parent__post__in=list(rows), parent__parent=None):
        comments[reply.parent_id]["replies"].append(
            {"author": reply.author.username, "body": reply.body}
        )
    return list(rows.values())
