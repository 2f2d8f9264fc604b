"""WRONG (allowed: fetched): islice() over iterator() has no LIMIT, and fetches a chunk of up to 2,000 posts."""

from itertools import islice

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor", "contest")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in islice(posts.iterator(), limit)
    ]
