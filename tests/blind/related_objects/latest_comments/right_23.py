"""RIGHT: three subqueries for each post find the ids of its comments; one query fetches those."""

from django.db.models import OuterRef, Subquery

from arena.discuss.models import Comment, Post


def latest_comments(limit=20):
    posts = list(
        Post.objects.filter(published_at__isnull=False)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title")[:limit]
    )
    ids = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by("-created_at", "-pk")
        .values("pk")
    )
    newest = {
        pk: [found for found in three if found is not None]
        for pk, *three in Post.objects.filter(pk__in=[pk for pk, _ in posts]).values_list(
            "pk", Subquery(ids[0:1]), Subquery(ids[1:2]), Subquery(ids[2:3])
        )
    }
    said = {
        pk: {"author": author, "body": body}
        for pk, author, body in Comment.objects.filter(
            pk__in=[pk for three in newest.values() for pk in three]
        ).values_list("pk", "author__username", "body")
    }
    return [
        {"title": title, "comments": [said[c] for c in newest.get(pk, ()) if c in said]}
        for pk, title in posts
    ]
