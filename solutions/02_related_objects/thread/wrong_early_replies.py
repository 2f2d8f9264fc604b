"""A reply that is older than its comment is left out: its comment is not known yet.

Breaks: replies
Fails: answer
"""

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = dict(posts.values_list("pk", "title")[:limit])
    rows = {pk: {"title": title, "comments": []} for pk, title in titles.items()}
    said = Comment.objects.filter(post__in=titles).select_related("author")
    comments = {}
    for comment in said.order_by("created_at", "pk"):
        row = {"author": comment.author.username, "body": comment.body}
        if comment.parent_id is None:
            comments[comment.pk] = {**row, "replies": []}
            rows[comment.post_id]["comments"].append(comments[comment.pk])
        elif comment.parent_id in comments:
            comments[comment.parent_id]["replies"].append(row)
    return list(rows.values())
