"""Right: a second query fetches two columns of the profiles of the authors shown."""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values("title", "author_id", "author__username")[:limit]
    )
    profiles = {
        user: (country, rating)
        for user, country, rating in Profile.objects.filter(
            user__in={post["author_id"] for post in posts}
        ).values_list("user_id", "country", "rating")
    }
    rows = []
    for post in posts:
        country, rating = profiles.get(post["author_id"], (None, None))
        rows.append(
            {
                "title": post["title"],
                "author": post["author__username"],
                "country": country,
                "rating": rating,
            }
        )
    return rows
