"""Fetches posts with their author's name, and in a second query two columns of the profiles of just these authors."""

from arena.accounts.models import Profile
from arena.discuss.models import Post


def newest(limit):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return list(posts.values("title", "author_id", "author__username")[:limit])


def profiles_of(users):
    profiles = Profile.objects.filter(user_id__in=users).order_by()
    return {
        user: (country, rating)
        for user, country, rating in profiles.values_list("user_id", "country", "rating")
    }


def feed(limit=50):
    posts = newest(limit)
    profiles = profiles_of({post["author_id"] for post in posts})
    rows = []
    for post in posts:
        country, rating = profiles.get(post["author_id"], (None, None))
        rows.append(
            {
                "title": post["title"],
                "author": post["author__username"],
                "country": country,
                "rating": rating,
            }
        )
    return rows
