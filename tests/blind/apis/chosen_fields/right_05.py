"""One query: PostgreSQL puts the tags and comments of a post into arrays."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post, Tag

TAGS = Tag.objects.filter(posts=OuterRef("pk")).order_by("pk").values("name")
COMMENTS = (
    Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by("pk").values("body")
)
# What a field needs, under names that no field of the model has.
NEEDS = {
    "id": {"the_id": F("id")},
    "title": {"the_title": F("title")},
    "body": {"the_body": F("body")},
    "author": {"the_author": F("author__username")},
    "contest": {"the_contest": F("contest__title")},
    "byline": {"the_title": F("title"), "the_author": F("author__username")},
    "tags": {"the_tags": ArraySubquery(TAGS)},
    "comments": {"the_comments": ArraySubquery(COMMENTS)},
}


def shown(name, row):
    if name == "byline":
        return f"{row['the_title']}, by {row['the_author']}"
    return row[f"the_{name}"]


class PostList(APIView):
    def get(self, request):
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or set(NEEDS)
        if not asked <= NEEDS.keys():
            raise ValidationError({"fields": "There is no such field."})
        needed = {}
        for name in asked:
            needed |= NEEDS[name]
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .values(**needed)[:20]
        )
        return Response([{name: shown(name, row) for name in NEEDS if name in asked} for row in posts])
