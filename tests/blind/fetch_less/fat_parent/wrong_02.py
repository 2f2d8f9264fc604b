"""WRONG: queries, and no biography. Only the author is joined: each profile is a query of its own, and comes with the biography."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
        .only("title", "author__username")
        .order_by("-published_at", "-pk")
    )
    rows = []
    for post in posts[:limit]:
        profile = getattr(post.author, "profile", None)
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": profile.country if profile else None,
                "rating": profile.rating if profile else None,
            }
        )
    return rows
