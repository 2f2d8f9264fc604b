"""RIGHT: a correlated subquery for each name, in one query."""

from django.db.models import OuterRef, Subquery

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            author_name=Subquery(User.objects.filter(pk=OuterRef("author_id")).values("username")),
            editor_name=Subquery(User.objects.filter(pk=OuterRef("editor_id")).values("username")),
            contest_name=Subquery(Contest.objects.filter(pk=OuterRef("contest_id")).values("title")),
        )
        .order_by("-published_at", "-pk")
        .only("title")
    )
    return [
        {
            "title": post.title,
            "author": post.author_name,
            "editor": post.editor_name,
            "contest": post.contest_name,
        }
        for post in posts[:limit]
    ]
