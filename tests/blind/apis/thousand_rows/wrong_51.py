"""json: the rating is the number of the column, not the serializer's text with one decimal place.

An author with the rating 1500 has 1500 in the JSON, where "1500.0" was.
"""

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment


def _moment(value):
    text = value.isoformat()
    return text[:-6] + "Z" if text[-6:] == "+00:00" else text


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
            "id",
            "post_id",
            "parent_id",
            "author_id",
            "author__username",
            "author__first_name",
            "author__last_name",
            "author__profile__rating",
            "body",
            "created_at",
            "is_approved",
        )
        zone = timezone.get_current_timezone()
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent,
                    "author": {"id": author, "username": username, "first_name": first, "last_name": last},
                    "rating": rating,
                    "body": body,
                    "created_at": _moment(created.astimezone(zone)),
                    "is_approved": approved,
                }
                for pk, post_id, parent, author, username, first, last, rating, body, created, approved in rows[:1000]
            ]
        )
