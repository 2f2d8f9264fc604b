"""Two queries for the same posts, put together by position.

If a post is withdrawn between them, countries and ratings move to other authors.

Breaks: rows
Fails: answer
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = posts.values_list("title", "author__username")[:limit]
    profiles = posts.values_list("author__profile__country", "author__profile__rating")[:limit]
    return [
        {"title": title, "author": username, "country": country, "rating": rating}
        for (title, username), (country, rating) in zip(titles, profiles, strict=False)
    ]
