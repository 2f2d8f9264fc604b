"""The posts come with their authors' names, and a second query has each author's profile once."""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("author_id", "title", "author__username")[:limit]
    )
    authors = {author for author, *_ in posts}
    profiles = {
        user: (country, rating)
        for user, country, rating in Profile.objects.filter(user__in=authors).values_list(
            "user_id", "country", "rating"
        )
    }
    rows = []
    for author, title, username in posts:
        country, rating = profiles.get(author, (None, None))
        rows.append({"title": title, "author": username, "country": country, "rating": rating})
    return rows
