"""values_list() names the four columns that a row shows; the outer join gives None for no profile."""

from arena.discuss.models import Post

KEYS = ("title", "author", "country", "rating")
COLUMNS = ("title", "author__username", "author__profile__country", "author__profile__rating")


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list(*COLUMNS)
    )
    return [dict(zip(KEYS, post, strict=True)) for post in posts[:limit]]
