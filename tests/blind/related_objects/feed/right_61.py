"""select_related() joins author, editor and contest into the one query, and only() leaves out what is not shown."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .only("title", "author__username", "editor__username", "contest__title")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts[:limit]
    ]
