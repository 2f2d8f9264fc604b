"""queries

An author whose profile the second query did not find is asked for it once more, each time: shows
when several of the posts shown are by people without a profile.
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
    slim = Profile.objects.only("user", "country", "rating")
    profiles = slim.in_bulk({post.author_id for post in posts}, field_name="user_id")
    rows = []
    for post in posts:
        profile = profiles.get(post.author_id) or slim.filter(user=post.author).first()
        rows.append(
            {
                "title": post.title,
                "author": post.author.username,
                "country": profile.country if profile else None,
                "rating": profile.rating if profile else None,
            }
        )
    return rows
