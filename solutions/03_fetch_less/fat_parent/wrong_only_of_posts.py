"""only() names the columns of the post. The joined rows of the author and the profile are whole.

`only("title")` alone raises an error: the foreign key that is joined over must be there.

Breaks: fetched
Fails: rows
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author__profile")
        .only("title", "author")
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
