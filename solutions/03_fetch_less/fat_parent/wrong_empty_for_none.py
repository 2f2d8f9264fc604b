"""`or ""` makes one of two facts: no profile, and a profile without a country.

Breaks: no profile
Fails: answer
"""

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
        {"title": title, "author": author, "country": country or "", "rating": rating}
        for title, author, country, rating in posts[:limit]
    ]
