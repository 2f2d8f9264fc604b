"""fetched

The profiles are looked up by a join with all published posts of their people, so each comes once
for every such post: shows with a small limit and authors of many more posts than are shown.
"""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def feed(limit=50):
    published = Post.objects.filter(published_at__isnull=False)
    posts = list(
        published.order_by("-published_at", "-pk").values_list(
            "author_id", "title", "author__username"
        )[:limit]
    )
    profiles = {
        user: {"country": country, "rating": rating}
        for user, country, rating in Profile.objects.filter(
            user__in={author for author, *_ in posts}, user__posts__published_at__isnull=False
        ).values_list("user_id", "country", "rating")
    }
    nothing = {"country": None, "rating": None}
    return [
        {"title": title, "author": username, **profiles.get(author, nothing)}
        for author, title, username in posts
    ]
