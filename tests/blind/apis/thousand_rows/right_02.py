"""values() with dictionaries that are changed in place; each author is made once."""

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


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values(
            "id",
            "post",
            "parent",
            "body",
            "created_at",
            "is_approved",
            "author",
            "author__profile__rating",
            *AUTHOR.values(),
        )
        authors = {}
        result = []
        for row in rows[:1000]:
            pk = row["author"]
            if pk not in authors:
                authors[pk] = {name: row[path] for name, path in AUTHOR.items()}
            rating = row["author__profile__rating"]
            moment = row["created_at"].isoformat()
            if moment.endswith("+00:00"):
                moment = moment[:-6] + "Z"
            result.append(
                {
                    "id": row["id"],
                    "post": row["post"],
                    "parent": row["parent"],
                    "author": authors[pk],
                    "rating": f"{rating}.0" if rating is not None else None,
                    "body": row["body"],
                    "created_at": moment,
                    "is_approved": row["is_approved"],
                }
            )
        return Response(result)
