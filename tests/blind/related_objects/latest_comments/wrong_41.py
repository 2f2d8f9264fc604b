"""fewer: a post with four comments shows two when one is deleted between the two statements.

The first statement chooses three ids for each post, the second one reads these comments, whatever
has become of them: a deleted one is not replaced by the next, and one whose approval was withdrawn
in between is shown.
"""

from django.db.models import OuterRef, Subquery

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    newest = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by("-created_at", "-pk")
        .values("pk")
    )
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .annotate(
            first=Subquery(newest[0:1]), second=Subquery(newest[1:2]), third=Subquery(newest[2:3])
        )
        .order_by("-published_at", "-pk")
        .values_list("title", "first", "second", "third")[:limit]
    )
    keys = {key for _, *three in posts for key in three if key is not None}
    comments = Comment.objects.select_related("author").in_bulk(keys)
    return [
        {
            "title": title,
            "comments": [
                {"author": comments[key].author.username, "body": comments[key].body}
                for key in three
                if key in comments
            ],
        }
        for title, *three in posts
    ]
