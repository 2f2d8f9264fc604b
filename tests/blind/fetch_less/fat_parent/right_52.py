"""Fetches tuples of the four columns with values_list(); its outer join gives None where there is no profile."""

from arena.discuss.models import Post

COLUMNS = {
    "title": "title",
    "author": "author__username",
    "country": "author__profile__country",
    "rating": "author__profile__rating",
}


def feed(limit=50):
    published = Post.objects.exclude(published_at=None).order_by("-published_at", "-id")
    return [
        dict(zip(COLUMNS, row, strict=True))
        for row in published.values_list(*COLUMNS.values())[:limit]
    ]
