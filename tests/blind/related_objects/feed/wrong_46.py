"""rows: a contest with an empty title is shown as None instead of "", as if there was none.

"No relation" is decided by the value, not by the relation. It shows with a post about a contest
whose title is the empty string (the same with an editor's empty username).
"""

from django.db.models import F

from arena.discuss.models import Post


def feed(limit=50):
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values(
            "title",
            author_name=F("author__username"),
            editor_name=F("editor__username"),
            contest_title=F("contest__title"),
        )
    )
    return [
        {
            "title": post["title"],
            "author": post["author_name"],
            "editor": post["editor_name"] or None,
            "contest": post["contest_title"] or None,
        }
        for post in posts[:limit]
    ]
