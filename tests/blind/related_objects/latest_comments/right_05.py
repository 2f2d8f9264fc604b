"""RIGHT: three Subquery annotations, for the ids of the first, second and third; then in_bulk()."""

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
        .order_by("-published_at", "-pk")
        .annotate(
            first=Subquery(newest[:1]),
            second=Subquery(newest[1:2]),
            third=Subquery(newest[2:3]),
        )
        .values_list("title", "first", "second", "third")[:limit]
    )
    ids = {pk for _, *pks in posts for pk in pks if pk is not None}
    comments = Comment.objects.select_related("author").only("body", "author__username")
    comment_by_id = comments.in_bulk(ids)
    rows = []
    for title, *pks in posts:
        said = [comment_by_id[pk] for pk in pks if pk in comment_by_id]
        rows.append(
            {
                "title": title,
                "comments": [{"author": one.author.username, "body": one.body} for one in said],
            }
        )
    return rows
