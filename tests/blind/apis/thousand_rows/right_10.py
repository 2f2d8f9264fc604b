"""A subquery picks the thousand; only those are joined, and come as named tuples."""

from django.db.models import Q
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
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        newest = comments.values("pk")[:1000]
        rows = (
            Comment.objects.filter(pk__in=newest)
            .order_by("-created_at", "-pk")
            .values_list(*COLUMNS, "author__profile__rating", *AUTHOR.values(), named=True)
        )
        first = len(COLUMNS) + 1
        data = []
        for row in rows:
            rating = row.author__profile__rating
            data.append(
                {
                    "id": row.id,
                    "post": row.post_id,
                    "parent": row.parent_id,
                    "author": dict(zip(AUTHOR, row[first:])),
                    "rating": None if rating is None else f"{rating}.0",
                    "body": row.body,
                    "created_at": row.created_at.isoformat().replace("+00:00", "Z"),
                    "is_approved": row.is_approved,
                }
            )
        return Response(data)
