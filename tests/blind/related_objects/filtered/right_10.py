"""RIGHT: prefetch_related_objects() on a list; each comment's author comes along as an annotation."""

from django.db.models import F, Prefetch, prefetch_related_objects

from arena.discuss.models import Comment, Post


class Row(dict):
    """One line of the page, while it is being made."""

    @classmethod
    def of(cls, post):
        comments = [{"author": c.by, "body": c.body} for c in post.comments.all()]
        return cls(title=post.title, waiting=len(comments), comments=comments)


def queue(limit=50):
    posts = Post.objects.exclude(published_at=None).order_by("-published_at", "-pk")
    posts = list(posts.defer("body")[:limit])
    prefetch_related_objects(
        posts,
        Prefetch(
            "comments",
            Comment.objects.exclude(is_approved=True)
            .annotate(by=F("author__username"))
            .order_by(F("created_at").desc(), F("pk").desc()),
        ),
    )
    return [dict(Row.of(post)) for post in posts]
