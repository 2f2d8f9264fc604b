"""Allowed "fetched": for each post shown, at most 3 rows.

It fetches country and rating of all profiles, also of people who wrote none of the posts shown. It shows when there are many
more profiles than posts.
"""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
        .only("title", "author__username")
        .order_by("-published_at", "-pk")
    )
    profiles = {
        profile["user_id"]: profile
        for profile in Profile.objects.values("user_id", "country", "rating")
    }
    rows = []
    for post in posts[:limit]:
        profile = profiles.get(post.author_id, {})
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": profile.get("country"),
                "rating": profile.get("rating"),
            }
        )
    return rows
