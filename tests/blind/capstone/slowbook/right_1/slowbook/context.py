"""What the templates of all pages get. All of it is lazy: a response without a template, or a part
of the site that is off, sends no query."""

from django.db.models import Count

from slowbook.models import Comment, Flag, Notice, Tag
from slowbook.ranking import EVERYBODY, rows_of


def flags(request):
    """Say which parts of the site are on: with one query."""
    return {"flags": dict(Flag.objects.filter(is_on=True).values_list("name", "is_on"))}


def sidebar(request):
    """Return popular tags, the people with the most points and the newest comments."""
    return {
        "popular_tags": popular_tags,
        "top_people": top_people,
        "newest_comments": newest_comments,
    }


def popular_tags():
    return list(Tag.objects.annotate(number=Count("posts")).order_by("-number", "slug")[:12])


def top_people():
    """Return the best eight: the scores are summed before the names are joined."""
    return [
        {"username": name, "points": points} for _, name, _, points, _ in rows_of(EVERYBODY, [8, 0])
    ]


def newest_comments():
    return list(
        Comment.objects.order_by("-created", "-id")
        .select_related("author", "post__contest")
        .only("author__username", "post__title", "post__contest__title")[:5]
    )


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": lambda: Notice.objects.filter(person=request.user, is_read=False).count()}
