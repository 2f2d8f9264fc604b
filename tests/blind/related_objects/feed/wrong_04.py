"""WRONG (limit: fetched): reads the names of all contests, also of those that no shown post has."""

from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    contests = dict(Contest.objects.values_list("pk", "title"))
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor")
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": contests.get(post.contest_id),
        }
        for post in posts[:limit]
    ]
