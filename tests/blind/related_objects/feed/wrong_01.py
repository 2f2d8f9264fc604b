"""WRONG (rule: rows): no second key in the order, so posts of the same moment come in any order, not the higher id first."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by("-published_at")
    )
    rows = []
    for post in posts[:limit]:
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "editor": post.editor.username if post.editor else None,
                "contest": post.contest.title if post.contest else None,
            }
        )
    return rows
