"""RIGHT: prefetch_related() with Prefetch objects whose querysets fetch only what is shown."""

from django.db.models import Prefetch

from arena.accounts.models import Profile, User
from arena.discuss.models import Post


def feed(limit=50):
    profiles = Profile.objects.only("user", "country", "rating")
    authors = User.objects.only("username").prefetch_related(
        Prefetch("profile", queryset=profiles)
    )
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .only("title", "author")
        .prefetch_related(Prefetch("author", queryset=authors))
        .order_by("-published_at", "-pk")
    )
    rows = []
    for post in posts[:limit]:
        profile = getattr(post.author, "profile", None)
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": profile.country if profile is not None else None,
                "rating": profile.rating if profile is not None else None,
            }
        )
    return rows
