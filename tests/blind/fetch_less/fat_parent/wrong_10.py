"""Wrong, queries: profiles are fetched by hundreds of authors: with more than 200 authors on the
page there are more than 3 queries."""

from arena.accounts.models import Profile
from arena.discuss.models import Post

CHUNK = 100


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("title", "author_id", "author__username")[:limit]
    )
    authors = sorted({author for _, author, _ in posts})
    profiles = {}
    for start in range(0, len(authors), CHUNK):
        some = Profile.objects.filter(user__in=authors[start : start + CHUNK])
        for user, country, rating in some.values_list("user_id", "country", "rating"):
            profiles[user] = (country, rating)
    rows = []
    for title, author, username in posts:
        country, rating = profiles.get(author, (None, None))
        rows.append({"title": title, "author": username, "country": country, "rating": rating})
    return rows
