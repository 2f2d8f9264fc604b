"""Wrong, rows: a profile with a blank country gives None instead of "", a rating 0 gives None."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list(
            "title", "author__username", "author__profile__country", "author__profile__rating"
        )
    )
    return [
        {
            "title": title,
            "author": author,
            "country": country or None,
            "rating": rating or None,
        }
        for title, author, country, rating in posts[:limit]
    ]
