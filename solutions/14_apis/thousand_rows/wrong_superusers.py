"""A superuser who is not staff sees what was rejected.

Breaks: hidden
Fails: answer
"""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment

AUTHOR = ("id", "username", "first_name", "last_name")
COLUMNS = ("pk", "post_id", "parent_id", "body", "created_at", "is_approved")
JOINED = [f"author__{name}" for name in AUTHOR]


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not (request.user.is_staff or request.user.is_superuser):
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values_list(*COLUMNS, "author__profile__rating", *JOINED)[:1000]
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent,
                    "author": dict(zip(AUTHOR, author)),
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": created.isoformat().replace("+00:00", "Z"),
                    "is_approved": approved,
                }
                for pk, post_id, parent, body, created, approved, rating, *author in rows
            ]
        )
