"""WRONG (allowed: queries): select_related() without names follows no nullable key: a query for each post with an editor or a contest."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related()
        .order_by("-published_at", "-pk")
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
