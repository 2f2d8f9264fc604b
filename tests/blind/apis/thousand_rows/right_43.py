"""values() with the author as a JSON object that the database makes; a light serializer finishes each row."""

from django.db.models import F, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment

AUTHOR = JSONObject(
    id="author_id",
    username="author__username",
    first_name="author__first_name",
    last_name="author__last_name",
)


class CommentRow(serializers.BaseSerializer):
    """Reads a row of values(), not an instance."""

    def to_representation(self, row):
        rating, zone = row["rating"], self.context["zone"]
        return {
            "id": row["id"],
            "post": row["post"],
            "parent": row["parent"],
            "author": row["writer"],
            "rating": None if rating is None else f"{rating:d}.0",
            "body": row["body"],
            "created_at": row["created_at"].astimezone(zone),  # the renderer writes it
            "is_approved": row["is_approved"],
        }


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def visible(self):
        comments = Comment.objects.all()
        if not self.request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=self.request.user))
        if post := self.request.GET.get("post"):
            comments = comments.filter(post=post)
        return comments.order_by("-created_at", "-pk")

    def get(self, request):
        rows = self.visible().values(
            "id",
            "post",
            "parent",
            "body",
            "created_at",
            "is_approved",
            writer=AUTHOR,
            rating=F("author__profile__rating"),
        )[:1000]
        context = {"zone": timezone.get_current_timezone()}
        return Response(CommentRow(rows, many=True, context=context).data)
