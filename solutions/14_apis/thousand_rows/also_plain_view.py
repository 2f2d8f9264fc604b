"""A view of Django, which checks the visitor itself."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.http import JsonResponse
from django.views import View

from arena.discuss.models import Comment

AUTHOR = ("id", "username", "first_name", "last_name")


class CommentList(View):
    def get(self, request):
        if not request.user.is_authenticated:
            raise PermissionDenied
        rows = visible(request).values(
            "id",
            "post",
            "parent",
            "body",
            "created_at",
            "is_approved",
            *(f"author__{name}" for name in AUTHOR),
            rating=F("author__profile__rating"),
        )[:1000]
        for row in rows:
            row["author"] = {name: row.pop(f"author__{name}") for name in AUTHOR}
            row["created_at"] = (
                f"{row['created_at']:%Y-%m-%dT%H:%M:%S.%f}".removesuffix(".000000") + "Z"
            )
            if row["rating"] is not None:
                row["rating"] = f"{row['rating']}.0"
        return JsonResponse(list(rows), safe=False)


def visible(request):
    comments = Comment.objects.order_by("-created_at", "-pk")
    if not request.user.is_staff:
        comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
    post = request.GET.get("post")
    return comments.filter(post=post) if post else comments
