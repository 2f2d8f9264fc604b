"""fresh

First and last names are kept in the process, under the author's key and username. It shows when an author who was listed
before gets another last name: the next responses of this process have the old one.
"""

from django.db.models import Q
from django.utils import timezone
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment

COLUMNS = [
    "pk",
    "post_id",
    "parent_id",
    "author_id",
    "author__username",
    "author__profile__rating",
    "body",
    "created_at",
    "is_approved",
]


# (key, username) -> first and last name: people rarely rename themselves without a new username.
NAMES = {}


def _learn(rows):
    unknown = {(row[3], row[4]) for row in rows} - NAMES.keys()
    people = User.objects.filter(pk__in=[key for key, _ in unknown])
    for key, username, first_name, last_name in people.values_list(
        "pk", "username", "first_name", "last_name"
    ):
        NAMES[key, username] = first_name, last_name


def _moment(value, zone):
    text = value.astimezone(zone).isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = list(comments.values_list(*COLUMNS)[:1000])
        _learn(rows)
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
                        "first_name": NAMES[author_id, username][0],
                        "last_name": NAMES[author_id, username][1],
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
                    rating,
                    body,
                    created_at,
                    is_approved,
                ) in rows
            ]
        )
