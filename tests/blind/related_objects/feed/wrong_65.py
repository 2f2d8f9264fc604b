"""Breaks rows: the value "" of a contest that has an empty title becomes None.

It tests the joined title in place of the relation; a contest whose title is empty is there, and the starter shows "".
"""

from arena.discuss.models import Post


def feed(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = posts.values_list("title", "author__username", "editor__username", "contest__title")
    return [
        {"title": title, "author": author, "editor": editor or None, "contest": contest or None}
        for title, author, editor, contest in rows[:limit]
    ]
