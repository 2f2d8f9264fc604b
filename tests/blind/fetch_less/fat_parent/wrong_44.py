"""rows

Names and profiles are two queries for the same posts, put together by position: shows when a post is
published, withdrawn or deleted between the two, as all countries and ratings move to other authors.
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = posts.values_list("title", "author__username")[:limit]
    profiles = posts.values_list("author__profile__country", "author__profile__rating")[:limit]
    return [
        {"title": title, "author": username, "country": country, "rating": rating}
        for (title, username), (country, rating) in zip(titles, profiles)
    ]
