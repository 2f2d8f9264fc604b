"""fetched: one post more than is shown is fetched, with its relations, and thrown away.

It asks for limit + 1 posts, as a page does that wants to know whether there is another one. It
shows whenever there are more published posts than `limit`.
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    page = list(posts[: limit + 1])
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in page[:limit]
    ]
