"""What the templates of all pages get."""

from functools import cache

from django.db.models import Count, Sum

from slowbook.models import Comment, Flag, Notice, Person, Tag

FLAGS = (
    "banner",
    "tags",
    "people",
    "comments",
    "likes",
    "search",
    "exports",
    "similar",
    "uploads",
    "archive",
    "stats",
    "beta",
)


def flags(request):
    """Say which parts of the site are on."""
    return {"flags": switched()}


@cache
def switched():
    """Return all parts of the site, which change with a release."""
    on = set(Flag.objects.filter(is_on=True).values_list("name", flat=True))
    return {name: name in on for name in FLAGS}


def sidebar(request):
    """Return popular tags, the people with the most points and the newest comments."""
    comments = Comment.objects.select_related("author", "post__contest")
    return {**of_release(), "newest_comments": comments.order_by("-created", "-id")[:5]}


@cache
def of_release():
    """Return the tags and the people: both change with a release, which restarts the site."""
    tags = Tag.objects.annotate(number=Count("posts"))
    people = Person.objects.annotate(points=Sum("attempts__score", default=0))
    return {
        "popular_tags": sorted(tags, key=lambda tag: (-tag.number, tag.slug))[:12],
        "top_people": list(people.order_by("-points", "username")[:8]),
    }


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": len(Notice.objects.filter(person=request.user, is_read=False))}
