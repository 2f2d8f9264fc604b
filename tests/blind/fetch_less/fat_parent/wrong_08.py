"""WRONG: rows ("values ... stay the same"). Country and rating are remembered in the module: when a profile changes, the feed shows the old ones until the process ends."""

from arena.accounts.models import Profile
from arena.discuss.models import Post

_profiles = {}


def remember_profiles(user_ids):
    unknown = [user_id for user_id in user_ids if user_id not in _profiles]
    if unknown:
        for user_id in unknown:
            _profiles[user_id] = (None, None)
        for user_id, country, rating in Profile.objects.filter(user__in=unknown).values_list(
            "user_id", "country", "rating"
        ):
            _profiles[user_id] = (country, rating)


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("title", "author_id", "author__username")[:limit]
    )
    remember_profiles({post["author_id"] for post in posts})
    rows = []
    for post in posts:
        country, rating = _profiles[post["author_id"]]
        rows.append(
            {
                "title": post["title"],
                "author": post["author__username"],
                "country": country,
                "rating": rating,
            }
        )
    return rows
