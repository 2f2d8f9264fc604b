"""Allowed "queries": at most 3.

The prefetch of the profiles leaves out the foreign key by which Django finds each profile's user: one more query for every
profile. It shows as soon as one author has a profile.
"""

from django.db.models import Prefetch

from arena.accounts.models import Profile, User
from arena.discuss.models import Post


def feed(limit=50):
    profiles = Prefetch("profile", queryset=Profile.objects.only("country", "rating"))
    authors = Prefetch("author", queryset=User.objects.only("username").prefetch_related(profiles))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title", "author")
        .prefetch_related(authors)
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
