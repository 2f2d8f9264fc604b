"""The task itself: no biography is fetched (and "fetched").

prefetch_related() fetches each profile once instead of with every post, but still all its columns: each author's biography
comes along. It shows with any post whose author has a profile.
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title", "author")
        .prefetch_related("author__profile")
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
