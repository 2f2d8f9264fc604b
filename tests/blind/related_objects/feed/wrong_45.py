"""rows: a name that was read once is kept in the process, and shown after the person is renamed.

Only names that are not yet known are asked for. It shows on the second call, after an author's or
an editor's username was changed.
"""

from arena.accounts.models import User
from arena.discuss.models import Post

_names = {None: None}


def feed(limit=50):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .select_related("contest")
        .order_by("-published_at", "-pk")[:limit]
    )
    people = {post.author_id for post in posts} | {post.editor_id for post in posts}
    unknown = people - _names.keys()
    _names.update(User.objects.filter(pk__in=unknown).values_list("pk", "username"))
    return [
        {
            "title": post.title,
            "author": _names[post.author_id],
            "editor": _names[post.editor_id],
            "contest": post.contest.title if post.contest else None,
        }
        for post in posts
    ]
