"""Wrong, fetched: the second query brings the profiles of the authors of all published posts, not
only of those shown: too many rows when far more people have written than a page shows."""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    published = Post.objects.filter(published_at__isnull=False)
    profiles = {
        user: (country, rating)
        for user, country, rating in Profile.objects.filter(
            user__in=published.values("author_id")
        ).values_list("user_id", "country", "rating")
    }
    rows = []
    shown = published.order_by("-published_at", "-pk")[:limit]
    for title, author, username in shown.values_list("title", "author_id", "author__username"):
        country, rating = profiles.get(author, (None, None))
        rows.append({"title": title, "author": username, "country": country, "rating": rating})
    return rows
