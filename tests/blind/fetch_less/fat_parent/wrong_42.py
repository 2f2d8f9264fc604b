"""rows

The country is None if the profile has an empty one, as if there were no profile: shows with an
author who has a profile and filled in no country.
"""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
        .only("title", "author__username")
        .order_by("-published_at", "-pk")[:limit]
    )
    profiles = Profile.objects.only("user", "country", "rating").filter(
        user__in={post.author_id for post in posts}
    )
    profile_of = {profile.user_id: profile for profile in profiles}
    rows = []
    for post in posts:
        profile = profile_of.get(post.author_id)
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": (profile and profile.country) or None,
                "rating": profile.rating if profile else None,
            }
        )
    return rows
