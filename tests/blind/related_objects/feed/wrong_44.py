"""queries: three queries are sent for every hundred posts, so their number grows with the posts.

iterator() prefetches chunk by chunk. It shows only with more than 100 posts and a limit above 100,
such as feed(limit=250): ten queries.
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    rows = []
    for post in posts[:limit].iterator(chunk_size=100):
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "editor": post.editor.username if post.editor else None,
                "contest": post.contest.title if post.contest else None,
            }
        )
    return rows
