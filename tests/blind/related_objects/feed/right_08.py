"""RIGHT: joins the author, prefetches editors and contests with narrow Prefetch querysets."""

from django.db.models import Prefetch

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def as_row(post):
    return {
        "title": post.title,
        "author": post.author.username,
        "editor": post.editor.username if post.editor else None,
        "contest": post.contest.title if post.contest else None,
    }


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .select_related("author")
        .prefetch_related(
            Prefetch("editor", queryset=User.objects.only("username")),
            Prefetch("contest", queryset=Contest.objects.only("title")),
        )
        .order_by("-published_at", "-pk")
    )
    return list(map(as_row, posts[:limit]))
