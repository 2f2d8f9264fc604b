"""replies: one that is older than its comment is left out.

All comments are read in one go, the oldest first, and a reply is put under its comment only if
that came before. It shows with a reply whose created_at is before its comment's, as after an import
or with two servers' clocks.
"""

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    rows = {
        pk: {"title": title, "comments": []}
        for pk, title in posts.values_list("pk", "title")[:limit]
    }
    everything = (
        Comment.objects.filter(post__in=list(rows))
        .select_related("author")
        .order_by("created_at", "pk")
    )
    comments = {}
    for comment in everything:
        said = {"author": comment.author.username, "body": comment.body}
        if comment.parent_id is None:
            comments[comment.pk] = {**said, "replies": []}
            rows[comment.post_id]["comments"].append(comments[comment.pk])
        elif comment.parent_id in comments:
            comments[comment.parent_id]["replies"].append(said)
    return list(rows.values())
