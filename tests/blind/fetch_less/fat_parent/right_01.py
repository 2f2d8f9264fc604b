"""RIGHT: values() over the joins. The reverse one-to-one is a LEFT JOIN, so that a missing profile gives None."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values(
            "title", "author__username", "author__profile__country", "author__profile__rating"
        )
    )
    return [
        {
            "title": post["title"],
            "author": post["author__username"],
            "country": post["author__profile__country"],
            "rating": post["author__profile__rating"],
        }
        for post in posts[:limit]
    ]
