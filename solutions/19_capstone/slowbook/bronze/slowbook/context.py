"""What the templates of all pages get."""

from django.db.models import Count, Sum

from slowbook.models import Comment, Flag, Notice, Person, Tag


def flags(request):
    """Say which parts of the site are on."""
    return {
        "flags": dict.fromkeys(Flag.objects.filter(is_on=True).values_list("name", flat=True), True)
    }


def sidebar(request):
    """Return popular tags, the people with the most points and the newest comments."""
    tags = Tag.objects.annotate(number=Count("posts")).order_by("-number", "slug")
    people = Person.objects.annotate(points=Sum("attempts__score", default=0))
    # The keys first: else the database sorts whole rows of four tables.
    newest = Comment.objects.order_by("-created", "-id").values_list("id", flat=True)[:5]
    comments = Comment.objects.filter(id__in=list(newest))
    comments = comments.select_related("author", "post__contest")
    return {
        "popular_tags": tags[:12],
        "top_people": people.order_by("-points", "username").only("username")[:8],
        "newest_comments": comments.order_by("-created", "-id"),
    }


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": Notice.objects.filter(person=request.user, is_read=False).count()}
