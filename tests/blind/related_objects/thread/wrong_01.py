"""WRONG (rule: rows): with limit=0 there are up to ten posts, as 0 is taken for no limit given."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post

PAGE = 10


def thread(limit=PAGE):
    told = Comment.objects.select_related("author").order_by("created_at", "pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .only("title")
        .prefetch_related(
            Prefetch("comments", told.filter(parent=None), to_attr="shown_comments"),
            Prefetch("shown_comments__replies", told, to_attr="shown_replies"),
        )
    )
    rows = []
    for post in posts[: limit or PAGE]:
        comments = []
        for comment in post.shown_comments:
            replies = [
                {"author": reply.author.username, "body": reply.body}
                for reply in comment.shown_replies
            ]
            comments.append(
                {"author": comment.author.username, "body": comment.body, "replies": replies}
            )
        rows.append({"title": post.title, "comments": comments})
    return rows
