"""Wrong, no biography is fetched: prefetch_related() no longer repeats it with every post, but
fetches it once for each author; seen only if somebody has filled one in."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
        .only("title", "author__username")
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
