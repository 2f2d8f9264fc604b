"""WRONG: rows ("ties go to the higher id"). reverse() turns the date round, and the id, which already had a minus, too."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("published_at", "-pk")
        .reverse()
        .values_list(
            "title", "author__username", "author__profile__country", "author__profile__rating"
        )
    )
    keys = ("title", "author", "country", "rating")
    return [dict(zip(keys, post, strict=True)) for post in posts[:limit]]
