"""hidden

Superusers see rejected comments too, though they are not staff. It shows for a signed-in person with is_superuser=True and
is_staff=False, and another author's rejected comment.
"""

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment

COLUMNS = [
    "pk",
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
]


def _moment(value, zone):
    text = value.astimezone(zone).isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not (request.user.is_staff or request.user.is_superuser):
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        zone = timezone.get_current_timezone()
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent_id,
                    "author": {
                        "id": author_id,
                        "username": username,
                        "first_name": first_name,
                        "last_name": last_name,
                    },
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": _moment(created_at, zone),
                    "is_approved": is_approved,
                }
                for (
                    pk,
                    post_id,
                    parent_id,
                    author_id,
                    username,
                    first_name,
                    last_name,
                    rating,
                    body,
                    created_at,
                    is_approved,
                ) in comments.values_list(*COLUMNS)[:1000]
            ]
        )
