"""WRONG: fetched (at most 3 rows for each post). The profiles of all users are fetched, not only those of the page's authors."""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    profiles = {
        profile["user_id"]: profile
        for profile in Profile.objects.values("user_id", "country", "rating")
    }
    missing = {"country": None, "rating": None}
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("title", "author_id", "author__username")
    )
    rows = []
    for post in posts[:limit]:
        profile = profiles.get(post["author_id"], missing)
        rows.append(
            {
                "title": post["title"],
                "author": post["author__username"],
                "country": profile["country"],
                "rating": profile["rating"],
            }
        )
    return rows
