"""The database makes most of the JSON: Python adds what it would write differently."""

from django.db.models import Q
from django.db.models.functions import JSONObject
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        data = JSONObject(
            id="pk",
            post="post_id",
            parent="parent_id",
            body="body",
            rating="author__profile__rating",
            author=JSONObject(
                id="author__id",
                username="author__username",
                first_name="author__first_name",
                last_name="author__last_name",
            ),
        )
        found = comments.values_list(data, "created_at", "is_approved")[:1000]
        return Response([finished(*row) for row in found])


def finished(row, created, approved):
    rating = row["rating"]
    row["rating"] = None if rating is None else f"{rating}.0"
    row["created_at"] = created.isoformat().replace("+00:00", "Z")
    row["is_approved"] = approved
    return row
