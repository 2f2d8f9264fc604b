"""defer() names the one column that is too large, and leaves all others.

A column that the loop reads one day is then there without a further query.
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author__profile")
        .defer("author__profile__bio")
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
