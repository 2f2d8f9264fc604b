"""rows

The posts are cut off by time alone, and ties are put in order afterwards: shows when more posts than
fit have the time of the last one shown, as those with the higher ids may be cut off.
"""

from operator import itemgetter

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
    newest_first = sorted(posts[:limit], key=itemgetter(0, 1), reverse=True)
    return [
        {"title": title, "author": username, "country": country, "rating": rating}
        for _, _, title, username, country, rating in newest_first
    ]
