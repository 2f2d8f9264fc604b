"""rows

Posts whose time of publication is still to come are left out, though it is set: shows with a post
that is dated in the future.
"""

from django.utils import timezone

from arena.discuss.models import Post

KEYS = ("title", "author", "country", "rating")
COLUMNS = ("title", "author__username", "author__profile__country", "author__profile__rating")


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__lte=timezone.now())
        .order_by("-published_at", "-pk")
        .values_list(*COLUMNS)
    )
    return [dict(zip(KEYS, post, strict=True)) for post in posts[:limit]]
