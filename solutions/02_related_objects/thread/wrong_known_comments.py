"""A KeyError if a comment and a reply to it are written between the last two queries.

The replies are found by the post of their comment, so one may belong to a comment that the query
before has not seen.

Breaks: rows
Fails: between
"""

from arena.discuss.models import Comment, Post


def thread(limit=10):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    titles = dict(posts.values_list("pk", "title")[:limit])
    rows = {pk: {"title": title, "comments": []} for pk, title in titles.items()}
    said = Comment.objects.select_related("author").order_by("created_at", "pk")
    comments = {}
    for comment in said.filter(post__in=titles, parent=None):
        row = {"author": comment.author.username, "body": comment.body, "replies": []}
        comments[comment.pk] = row
        rows[comment.post_id]["comments"].append(row)
    for reply in said.filter(parent__post__in=titles):
        row = {"author": reply.author.username, "body": reply.body}
        comments[reply.parent_id]["replies"].append(row)
    return list(rows.values())
