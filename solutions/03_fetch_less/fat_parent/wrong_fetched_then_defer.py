"""defer() returns a new queryset, and the loop uses the old one.

Breaks: fetched
Fails: rows
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author__profile")
        .order_by("-published_at", "-pk")
    )
    posts.defer("author__profile__bio")
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
