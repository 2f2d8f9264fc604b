"""rows: a contest that is no longer listed is shown as None, although the post still has it.

Contests are prefetched through a filter on is_listed. It shows with a post about a contest whose
is_listed is False: the starter shows its title.
"""

from django.db.models import Prefetch

from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author", "editor")
        .prefetch_related(Prefetch("contest", Contest.objects.filter(is_listed=True)))
        .order_by("-published_at", "-pk")
    )
    return [
        {
            "title": post.title,
            "author": post.author.username,
            "editor": post.editor.username if post.editor else None,
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts[:limit]
    ]
