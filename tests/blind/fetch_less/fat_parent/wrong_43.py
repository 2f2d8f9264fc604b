"""rows

Authors' profiles are remembered in the process: shows at the second call, after an author's country
or rating was changed, or a first profile was filled in.
"""

from arena.accounts.models import Profile
from arena.discuss.models import Post

_profiles = {}


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("author_id", "title", "author__username")[:limit]
    )
    unknown = {author for author, *_ in posts} - _profiles.keys()
    if unknown:
        _profiles.update(dict.fromkeys(unknown, (None, None)))
        profiles = Profile.objects.filter(user__in=unknown)
        for user, country, rating in profiles.values_list("user_id", "country", "rating"):
            _profiles[user] = country, rating
    return [
        dict(zip(("title", "author", "country", "rating"), (title, username, *_profiles[author])))
        for author, title, username in posts
    ]
