"""The comments, and their authors in a second query: each author is sent only once."""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment

AUTHOR = ("id", "username", "first_name", "last_name")


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        names = ("id", "post_id", "parent_id", "author_id", "body", "created_at", "is_approved")
        rows = list(comments.values(*names)[:1000])
        people = User.objects.filter(pk__in={row["author_id"] for row in rows})
        authors, ratings = {}, {}
        for rating, *values in people.values_list("profile__rating", *AUTHOR):
            authors[values[0]] = dict(zip(AUTHOR, values))
            ratings[values[0]] = None if rating is None else f"{rating}.0"
        for row in rows:
            row["post"], row["parent"] = row.pop("post_id"), row.pop("parent_id")
            author = row.pop("author_id")
            row["author"], row["rating"] = authors[author], ratings[author]
            row["created_at"] = row["created_at"].isoformat().replace("+00:00", "Z")
        return Response(rows)
