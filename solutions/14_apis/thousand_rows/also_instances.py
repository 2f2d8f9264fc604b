"""Model instances with few columns, and no serializer: half of the work was the serializer."""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment

AUTHOR = ("id", "username", "first_name", "last_name")
COLUMNS = (
    *("post_id", "parent_id", "body", "created_at", "is_approved", "author__profile__rating"),
    *(f"author__{name}" for name in AUTHOR),
)


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.select_related("author__profile").only(*COLUMNS)
        return Response([shown(comment) for comment in rows[:1000]])


def shown(comment):
    author = comment.author
    rating = author.profile.rating if hasattr(author, "profile") else None
    return {
        "id": comment.pk,
        "post": comment.post_id,
        "parent": comment.parent_id,
        "author": {name: getattr(author, name) for name in AUTHOR},
        "rating": None if rating is None else f"{rating}.0",
        "body": comment.body,
        "created_at": comment.created_at.isoformat().replace("+00:00", "Z"),
        "is_approved": comment.is_approved,
    }
