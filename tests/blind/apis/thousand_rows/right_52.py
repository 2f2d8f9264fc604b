"""values() gives most of each row as it goes out; a few keys are put together, and JsonResponse renders it."""

from django.db.models import F, Q
from django.http import JsonResponse
from django.utils.timezone import localtime
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.views import APIView

from arena.discuss.models import Comment

LIMIT = 1000
AUTHOR = ("id", "username", "first_name", "last_name")


def visible_to(user):
    comments = Comment.objects.all()
    return comments if user.is_staff else comments.filter(Q(is_approved=True) | Q(author_id=user.pk))


def finish(row):
    row["author"] = {
        "id": row["author"],
        "username": row.pop("username"),
        "first_name": row.pop("first_name"),
        "last_name": row.pop("last_name"),
    }
    if row["rating"] is not None:
        row["rating"] = "%d.0" % row["rating"]
    moment = localtime(row["created_at"]).isoformat()
    row["created_at"] = moment.removesuffix("+00:00") + "Z" if moment.endswith("+00:00") else moment
    return row


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = visible_to(request.user)
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.order_by("-created_at", "-pk").values(
            "id",
            "post",
            "parent",
            "author",
            "body",
            "created_at",
            "is_approved",
            rating=F("author__profile__rating"),
            **{name: F(f"author__{name}") for name in AUTHOR[1:]},
        )
        return JsonResponse([finish(row) for row in rows[:LIMIT]], safe=False)
