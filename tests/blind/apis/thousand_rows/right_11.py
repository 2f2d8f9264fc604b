"""Right: tuples of exactly the needed columns, and one dict for each author.

The columns of an author are those that AuthorSerializer shows.
"""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

AUTHOR = [
    (name, field, "__".join(["author", *field.source_attrs]))
    for name, field in AuthorSerializer().fields.items()
    if not field.write_only
]


def shown(field, value):
    if value is not None:
        return field.to_representation(value)
    return None if field.default is empty else field.default


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            try:
                comments = comments.filter(post=int(post))
            except ValueError:
                raise ValidationError({"post": "This is no number."}) from None
        rows = comments.values_list(
            "id",
            "post_id",
            "parent_id",
            "author_id",
            "author__profile__rating",
            "body",
            "created_at",
            "is_approved",
            *[column for _, _, column in AUTHOR],
        )
        authors = {}
        answer = []
        for pk, post, parent, key, rating, body, created, approved, *values in rows[:1000]:
            if key not in authors:
                author = {
                    name: shown(field, value)
                    for (name, field, _), value in zip(AUTHOR, values, strict=True)
                }
                authors[key] = author, None if rating is None else f"{rating}.0"
            author, rating = authors[key]
            answer.append(
                {
                    "id": pk,
                    "post": post,
                    "parent": parent,
                    "author": author,
                    "rating": rating,
                    "body": body,
                    "created_at": created.isoformat().replace("+00:00", "Z"),
                    "is_approved": approved,
                }
            )
        return Response(answer)
