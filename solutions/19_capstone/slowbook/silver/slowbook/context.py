"""What the templates of all pages get."""

from slowbook.models import Comment, Flag, Notice, Person, Tag


def flags(request):
    """Say which parts of the site are on."""
    return {
        "flags": dict.fromkeys(Flag.objects.filter(is_on=True).values_list("name", flat=True), True)
    }


def sidebar(request):
    """Return popular tags, the people with the most points and the newest comments."""
    tags = Tag.objects.order_by("-post_count", "slug")
    people = Person.objects.order_by("-points", "username").only("username", "points")
    comments = Comment.objects.select_related("author", "post__contest")
    comments = comments.only("author__username", "post__title", "post__contest__title")
    return {
        "popular_tags": tags[:12],
        "top_people": people[:8],
        "newest_comments": comments.order_by("-created", "-id")[:5],
    }


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": Notice.objects.filter(person=request.user, is_read=False).count()}
