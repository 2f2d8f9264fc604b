"""Fetches each author with a query, when the first of their comments comes.

Breaks: queries
Fails: work
"""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment

AUTHOR = ("id", "username", "first_name", "last_name")
COLUMNS = ("pk", "post_id", "parent_id", "body", "created_at", "is_approved")


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def author(self, key):
        if key not in self.authors:
            self.authors[key] = User.objects.values(*AUTHOR).get(pk=key)
        return self.authors[key]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        self.authors = {}
        rows = comments.values_list(*COLUMNS, "author__profile__rating", "author_id")[:1000]
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent,
                    "author": self.author(author),
                    "rating": None if rating is None else f"{rating}.0",
                    "body": body,
                    "created_at": created.isoformat().replace("+00:00", "Z"),
                    "is_approved": approved,
                }
                for pk, post_id, parent, body, created, approved, rating, author in rows
            ]
        )
