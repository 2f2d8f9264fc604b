"""The second query fetches every profile of the site for the ten authors of a page.

Breaks: fetched
Fails: rows
"""

from arena.accounts.models import Profile
from arena.discuss.models import Post

NO_PROFILE = (None, None)


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
        .order_by("-published_at", "-pk")[:limit]
    )
    profiles = {
        user: (country, rating)
        for user, country, rating in Profile.objects.values_list("user", "country", "rating")
    }
    rows = []
    for post in posts:
        country, rating = profiles.get(post.author_id, NO_PROFILE)
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": country,
                "rating": rating,
            }
        )
    return rows
