"""The profiles are joined with all published posts of their people: one row for each such post.

Breaks: fetched
Fails: rows
"""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("author_id", "title", "author__username")[:limit]
    )
    profiles = Profile.objects.filter(
        user__in={author for author, *_ in posts}, user__posts__published_at__isnull=False
    )
    shown = {
        user: {"country": country, "rating": rating}
        for user, country, rating in profiles.values_list("user_id", "country", "rating")
    }
    nothing = {"country": None, "rating": None}
    return [
        {"title": title, "author": username, **shown.get(author, nothing)}
        for author, title, username in posts
    ]
