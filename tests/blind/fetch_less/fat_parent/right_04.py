"""RIGHT: three small queries, put together with dictionaries; only the authors of the page are asked for."""

from arena.accounts.models import Profile, User
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("title", "author_id")[:limit]
    )
    author_ids = {author_id for _, author_id in posts}
    names = dict(User.objects.filter(pk__in=author_ids).values_list("pk", "username"))
    profiles = {}
    for user_id, country, rating in Profile.objects.filter(user__in=author_ids).values_list(
        "user_id", "country", "rating"
    ):
        profiles[user_id] = (country, rating)
    rows = []
    for title, author_id in posts:
        if author_id not in names:
            continue  # deleted since the first query, and the post with the author
        country, rating = profiles.get(author_id, (None, None))
        rows.append(
            {"title": title, "author": names[author_id], "country": country, "rating": rating}
        )
    return rows
