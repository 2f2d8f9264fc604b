"""to_char() in the query makes the time's text."""

from django.db.models import CharField, F, Func, Q, Value
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
# The session's time zone is UTC, as TIME_ZONE.
TIME = Func(
    F("created_at"),
    Value('YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    function="to_char",
    output_field=CharField(),
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
        rows = comments.values_list(
            "pk",
            "post_id",
            "parent_id",
            "body",
            "is_approved",
            "author__profile__rating",
            TIME,
            *AUTHOR.values(),
        )
        return Response(
            [
                {
                    "id": pk,
                    "post": on,
                    "parent": parent,
                    "author": dict(zip(AUTHOR, author)),
                    "rating": rating if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": time.replace(".000000Z", "Z"),
                    "is_approved": is_approved,
                }
                for pk, on, parent, body, is_approved, rating, time, *author in rows[:1000]
            ]
        )
