"""Lists of posts with all that a card shows, in a fixed number of queries."""

from django.db.models import Count, IntegerField, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce

from slowbook import markup
from slowbook.models import Attempt, Comment, Like, Post, Tag


def count(model, field="post"):
    """Count the rows that belong to a post, with a subquery that an index answers."""
    rows = model.objects.filter(**{field: OuterRef("pk")}).order_by().values(field)
    number = Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return Coalesce(number, Value(0))


def with_counts(posts):
    return posts.annotate(
        like_count=count(Like), comment_count=count(Comment), attempt_count=count(Attempt)
    )


def with_cards(posts):
    """Load what the cards of posts show."""
    return (
        with_counts(posts)
        .select_related("author", "contest")
        .only(
            "title",
            "text",
            "created",
            "author__username",
            "author__country",
            "contest__slug",
            "contest__title",
        )
        .prefetch_related(Prefetch("tags", Tag.objects.order_by("slug")))
    )


def cards(posts, user=None):
    """Return posts with their HTML and whether a person likes them."""
    posts = markup.prepare(list(posts))
    liked = set()
    if user is not None and user.is_authenticated and posts:
        liked = set(
            Like.objects.filter(person=user, post__in=[post.id for post in posts]).values_list(
                "post_id", flat=True
            )
        )
    for post in posts:
        post.is_liked = post.id in liked
    return posts


def page_of_cards(page, user):
    """Replace the posts of a page with those that have all that the cards show."""
    ids = [post.id for post in page.object_list]
    by_id = {post.id: post for post in cards(with_cards(Post.objects.filter(id__in=ids)), user)}
    page.object_list = [by_id[key] for key in ids]
    return page
