"""Wrong, ties: ties are put right in Python, after the database has cut at the limit. If a tie is at
the limit, PostgreSQL chooses which of its posts are shown."""

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at")
        .values_list(
            "published_at",
            "pk",
            "title",
            "author__username",
            "author__profile__country",
            "author__profile__rating",
        )
    )
    shown = sorted(posts[:limit], key=lambda row: row[:2], reverse=True)
    return [
        {"title": title, "author": author, "country": country, "rating": rating}
        for _, _, title, author, country, rating in shown
    ]
