"""Breaks hidden: people don't see their own rejected comments."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

# What the JSON shows of an author, and where a comment's query finds it.
AUTHOR = {
    name: "author__" + field.source.replace(".", "__")
    for name, field in AuthorSerializer().fields.items()
}
COLUMNS = ["id", "post_id", "parent_id", "body", "created_at", "is_approved"]


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(is_approved=True)
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values_list(*COLUMNS, "author__profile__rating", *AUTHOR.values())[:1000]
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent_id,
                    "author": dict(zip(AUTHOR, author)),
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": created_at.isoformat().replace("+00:00", "Z"),
                    "is_approved": is_approved,
                }
                for pk, post_id, parent_id, body, created_at, is_approved, rating, *author in rows
            ]
        )
