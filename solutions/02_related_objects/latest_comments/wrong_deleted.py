"""A KeyError if a comment is deleted between the two queries.

Breaks: rows
Fails: between
"""

from django.db.models import OuterRef, Subquery

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
    keys = newest.order_by("-created_at", "-pk").values("pk")
    posts = (
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("title", Subquery(keys[0:1]), Subquery(keys[1:2]), Subquery(keys[2:3]))
    )[:limit]
    posts = [(title, [key for key in keys if key is not None]) for title, *keys in posts]
    comments = Comment.objects.select_related("author").in_bulk(
        {key for _, keys in posts for key in keys}
    )
    return [
        {
            "title": title,
            "comments": [
                {"author": comments[key].author.username, "body": comments[key].body}
                for key in keys
            ],
        }
        for title, keys in posts
    ]
