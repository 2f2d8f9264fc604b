"""WRONG (rule: empty): all that have no comments or replies share one list of the module; once a
caller has appended to it, none of them is empty any more, in later calls neither.
"""

from arena.discuss.models import Comment, Post

NOTHING = []


def thread(limit=10):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    told = Comment.objects.order_by("created_at", "pk")
    comments = list(
        told.filter(post__in=[pk for pk, _ in posts], parent=None).values_list(
            "pk", "post_id", "author__username", "body"
        )
    )
    replies_of = {}
    for parent_id, author, body in told.filter(
        parent__in=[pk for pk, *_ in comments]
    ).values_list("parent_id", "author__username", "body"):
        replies_of.setdefault(parent_id, []).append({"author": author, "body": body})
    comments_of = {}
    for pk, post_id, author, body in comments:
        comments_of.setdefault(post_id, []).append(
            {"author": author, "body": body, "replies": replies_of.get(pk, NOTHING)}
        )
    return [{"title": title, "comments": comments_of.get(pk, NOTHING)} for pk, title in posts]
