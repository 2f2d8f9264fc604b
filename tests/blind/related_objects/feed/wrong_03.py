"""WRONG (rule: rows): editors whose account is no longer active become None."""

from django.db.models import Case, F, When

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            editor_name=Case(When(editor__is_active=True, then=F("editor__username"))),
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "author__username", "editor_name", "contest__title")
    )
    return [
        {"title": title, "author": author, "editor": editor, "contest": contest}
        for title, author, editor, contest in posts[:limit]
    ]
