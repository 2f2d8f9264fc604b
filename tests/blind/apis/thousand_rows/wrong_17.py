"""Wrong, fetched: whole rows of the authors come along, with passwords and e-mail addresses."""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ParseError
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment


def people(keys):
    """Return what AuthorSerializer shows of each person."""
    serializer = AuthorSerializer()
    rows = User.objects.filter(pk__in=keys).select_related("profile")
    return {person.pk: serializer.to_representation(person) for person in rows}


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def visible(self):
        user = self.request.user
        if user.is_staff:
            return Comment.objects.all()
        return Comment.objects.filter(Q(is_approved=True) | Q(author=user))

    def get(self, request):
        comments = self.visible()
        post = request.GET.get("post", "")
        if post:
            try:
                post = int(post)
            except ValueError as error:
                raise ParseError("post: this is no number") from error
            comments = comments.filter(post_id=post)
        rows = list(
            comments.order_by("-created_at", "-id").values_list(
                "id",
                "post",
                "parent",
                "author",
                "author__profile__rating",
                "body",
                "created_at",
                "is_approved",
            )[:1000]
        )
        authors = people({row[3] for row in rows})
        return Response(
            [
                {
                    "id": row[0],
                    "post": row[1],
                    "parent": row[2],
                    "author": authors[row[3]],
                    "rating": None if row[4] is None else "%d.0" % row[4],
                    "body": row[5],
                    "created_at": row[6].isoformat().replace("+00:00", "Z"),
                    "is_approved": row[7],
                }
                for row in rows
                if row[3] in authors  # who is gone since then has taken the comments along
            ]
        )
