"""A contest without a title is shown like no contest: null.

Breaks: json
Fails: answer
"""

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.http import JsonResponse
from django.views import View

from arena.discuss.models import Comment, Post

FIELDS = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]
SPECIAL = {
    "author": F("author__username"),
    "contest": F("contest__title"),
    "byline": Concat("title", Value(", by "), "author__username", output_field=CharField()),
}


def lists(name, posts):
    """The names of the tags, or the texts of the comments, by post."""
    if name == "tags":
        rows = Post.tags.through.objects.order_by("tag").values_list("post", "tag__name")
    else:
        approved = Comment.objects.filter(is_approved=True).order_by("pk")
        rows = approved.values_list("post", "body")
    found = {pk: [] for pk in posts}
    for pk, text in rows.filter(post__in=posts):
        found[pk].append(text)
    return found


class PostList(View):
    def get(self, request):
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or set(FIELDS)
        if asked - set(FIELDS):
            return JsonResponse({"fields": "There is no such field."}, status=400)
        plain = asked - SPECIAL.keys() - {"tags", "comments"}
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        rows = posts.values("pk", *plain, **{f"{n}_": SPECIAL[n] for n in SPECIAL if n in asked})
        rows = list(rows[:20])
        found = {
            name: lists(name, [row["pk"] for row in rows])
            for name in ("tags", "comments")
            if name in asked
        }
        return JsonResponse(
            [
                {name: row[name] for name in plain}
                | {name: row[f"{name}_"] or None for name in SPECIAL if name in asked}
                | {name: by_post[row["pk"]] for name, by_post in found.items()}
                for row in rows
            ],
            safe=False,
        )
