"""RIGHT: prefetch_related, one query for the posts and one for each relation."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .prefetch_related("author", "editor", "contest")
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
