"""RIGHT: a raw queryset of posts, with a prefetch whose cached all() is used; few columns."""

from django.db.models import Prefetch

from arena.discuss.models import Comment, Post

NEWEST = """
    SELECT id, title
    FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
"""


def queue(limit=50):
    waiting = (
        Comment.objects.filter(is_approved=False)
        .select_related("author")
        .only("post", "author__username", "body")
        .order_by("-created_at", "-pk")
    )
    posts = Post.objects.raw(NEWEST, [limit]).prefetch_related(Prefetch("comments", waiting))
    rows = []
    for post in posts:
        comments = [{"author": c.author.username, "body": c.body} for c in post.comments.all()]
        rows.append({"title": post.title, "waiting": len(comments), "comments": comments})
    return rows
