"""WRONG (rule: replies): replies are ordered by created_at alone; of two at the same time the higher
id comes first if that is how they lie in the table, as after an UPDATE of the lower one.
"""

from collections import defaultdict

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    comments = list(
        Comment.objects.filter(post__in=[pk for pk, _ in posts], parent=None)
        .order_by("created_at", "pk")
        .values_list("pk", "post_id", "author__username", "body")
    )
    replies_of = defaultdict(list)
    for parent_id, author, body in (
        Comment.objects.filter(parent__in=[pk for pk, *_ in comments])
        .order_by("created_at")
        .values_list("parent_id", "author__username", "body")
    ):
        replies_of[parent_id].append({"author": author, "body": body})
    comments_of = defaultdict(list)
    for pk, post_id, author, body in comments:
        comments_of[post_id].append({"author": author, "body": body, "replies": replies_of[pk]})
    return [{"title": title, "comments": comments_of[pk]} for pk, title in posts]
