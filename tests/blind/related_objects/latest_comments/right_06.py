"""RIGHT: the ids of the newest come as an ArraySubquery; the comments with these ids in a second
query, the names of their authors in a third.
"""

from itertools import chain

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    posts = Post.objects.filter(published_at__isnull=False)
    shown = list(
        posts.annotate(newest=ArraySubquery(newest.order_by("-created_at", "-pk").values("pk")[:3]))
        .order_by("-published_at", "-pk")
        .values_list("title", "newest")[:limit]
    )
    ids = list(chain.from_iterable(pks for _, pks in shown))
    comments = {
        pk: (author_id, body)
        for pk, author_id, body in Comment.objects.filter(pk__in=ids).values_list(
            "pk", "author_id", "body"
        )
    }
    authors = {author_id for author_id, _ in comments.values()}
    name_of = dict(User.objects.filter(pk__in=authors).values_list("pk", "username"))

    def told(pks):
        for author_id, body in (comments[pk] for pk in pks if pk in comments):
            if author_id in name_of:
                yield {"author": name_of[author_id], "body": body}

    return [{"title": title, "comments": list(told(pks))} for title, pks in shown]
