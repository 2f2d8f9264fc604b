"""A second query for the profiles: each once, however many posts its owner wrote.

Where a page shows something long of each author, this is the way: a join would repeat it.
"""

from django.db.models import Prefetch

from arena.accounts.models import Profile, User
from arena.discuss.models import Post


def feed(limit=50):
    profiles = Profile.objects.only("user_id", "country", "rating")
    authors = User.objects.only("username").prefetch_related(Prefetch("profile", profiles))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .prefetch_related(Prefetch("author", authors))
        .order_by("-published_at", "-pk")
    )
    rows = []
    for post in posts[:limit]:
        profile = getattr(post.author, "profile", None)
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": profile.country if profile else None,
                "rating": profile.rating if profile else None,
            }
        )
    return rows
