"""Breaks queries: comments, people and profiles are three."""

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import Profile, User
from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

# What the JSON shows of an author, and where a comment's query finds it.
AUTHOR = {
    name: field.source.replace(".", "__")
    for name, field in AuthorSerializer().fields.items()
}
COLUMNS = ["id", "post_id", "parent_id", "author_id", "body", "created_at", "is_approved"]


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
        pks = {row[3] for row in rows}
        people = User.objects.filter(pk__in=pks).values_list("pk", *AUTHOR.values())
        people = {pk: dict(zip(AUTHOR, values)) for pk, *values in people}
        profiles = Profile.objects.filter(user__in=pks, rating__isnull=False)
        ratings = {pk: f"{rating}.0" for pk, rating in profiles.values_list("user_id", "rating")}
        return Response(
            [
                {
                    "id": pk,
                    "post": post_id,
                    "parent": parent_id,
                    "author": people[author_id],
                    "rating": ratings.get(author_id),
                    "body": body,
                    "created_at": created_at.isoformat().replace("+00:00", "Z"),
                    "is_approved": is_approved,
                }
                for pk, post_id, parent_id, author_id, body, created_at, is_approved in rows
            ]
        )
