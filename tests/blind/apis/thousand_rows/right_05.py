"""Two queries without instances: comments, and then their authors."""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

AUTHOR = {
    name: field.source.replace(".", "__") for name, field in AuthorSerializer().fields.items()
}


def people(pks):
    """Return what the JSON shows of people, and their ratings, by their ids."""
    rows = User.objects.filter(pk__in=pks).values_list("pk", "profile__rating", *AUTHOR.values())
    return {
        pk: (dict(zip(AUTHOR, values)), None if rating is None else f"{rating}.0")
        for pk, rating, *values in rows
    }


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        seen = Q()
        if not request.user.is_staff:
            seen = Q(is_approved=True) | Q(author_id=request.user.pk)
        if post := request.GET.get("post"):
            seen &= Q(post=post)
        rows = list(
            Comment.objects.filter(seen)
            .order_by("-created_at", "-pk")
            .values_list(
                "pk", "post_id", "parent_id", "author_id", "body", "created_at", "is_approved"
            )[:1000]
        )
        known = people({row[3] for row in rows})
        result = []
        for pk, post_id, parent_id, author_id, body, created_at, is_approved in rows:
            if author_id not in known:
                continue  # deleted between the two queries, together with this comment
            author, rating = known[author_id]
            result.append(
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent_id,
                    "author": author,
                    "rating": rating,
                    "body": body,
                    "created_at": created_at.isoformat().replace("+00:00", "Z"),
                    "is_approved": is_approved,
                }
            )
        return Response(result)
