"""What the templates of all pages get."""

from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from slowbook.models import Comment, Flag, Notice, Person, Tag
from slowbook.moment import current


def flags(request=None):
    """Say which parts of the site are on."""
    return {
        "flags": dict.fromkeys(Flag.objects.filter(is_on=True).values_list("name", flat=True), True)
    }


def sidebar(request):
    """Return popular tags, the people with the most points and the newest comments."""
    return {"sidebar": SimpleLazyObject(lambda: mark_safe(*current({"sidebar": render_sidebar})))}


def render_sidebar():
    """Return it as HTML, which is the same for everybody, and what was read for it."""
    comments = Comment.objects.select_related("author", "post__contest")
    comments = comments.only("author__username", "post__title", "post__contest__title")
    context = {
        **flags(),
        "popular_tags": Tag.objects.order_by("-post_count", "slug")[:12],
        "top_people": Person.objects.order_by("-points", "username").only("username", "points")[:8],
        "newest_comments": comments.order_by("-created", "-id")[:5],
    }
    return str(render_to_string("_sidebar.html", context)), ["attempts", "comments"]


def notices(request):
    """Return how many notices a person has not read."""
    if not request.user.is_authenticated:
        return {"unread": 0}
    return {"unread": Notice.objects.filter(person=request.user, is_read=False).count()}
