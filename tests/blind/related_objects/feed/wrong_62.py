"""Breaks fetched: it reads the names of all people and the titles of all contests.

Two dictionaries are filled with the whole tables, so also rows come that belong to no post that is shown.
"""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    names = dict(User.objects.values_list("pk", "username"))
    titles = dict(Contest.objects.values_list("pk", "title"))
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    return [
        {
            "title": post.title,
            "author": names[post.author_id],
            "editor": names.get(post.editor_id),
            "contest": titles.get(post.contest_id),
        }
        for post in posts[:limit]
    ]
