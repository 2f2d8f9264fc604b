"""What the templates of all pages get."""

from django.db.models import Sum

from slowbook import unread
from slowbook.models import Comment, Flag, Person, Tag

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
    return {"flags": {name: Flag.objects.filter(name=name, is_on=True).exists() for name in FLAGS}}


def sidebar(request):
    """Return popular tags, the people with the most points and the newest comments."""
    tags = sorted(Tag.objects.all(), key=lambda tag: (-tag.posts.count(), tag.slug))[:12]
    people = Person.objects.annotate(points=Sum("attempts__score", default=0))
    comments = Comment.objects.order_by("-created", "-id")[:5]
    return {
        "popular_tags": tags,
        "top_people": people.order_by("-points", "username")[:8],
        "newest_comments": comments,
    }


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": unread.count(request.user)}
