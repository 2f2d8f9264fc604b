"""The serializer stays, but as a BaseSerializer whose to_representation() builds the dictionary from a named tuple of the query."""

from django.db.models import F, Q
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.generics import ListAPIView
from rest_framework.permissions import IsAuthenticated

from arena.discuss.models import Comment


class CommentSerializer(serializers.BaseSerializer):
    columns = {
        "username": F("author__username"),
        "first_name": F("author__first_name"),
        "last_name": F("author__last_name"),
        "rating": F("author__profile__rating"),
    }
    fields_of_comment = ["id", "post_id", "parent_id", "author_id", "body", "created_at", "is_approved"]
    moment = serializers.DateTimeField()

    def to_representation(self, row):
        return {
            "id": row.id,
            "post": row.post_id,
            "parent": row.parent_id,
            "author": {
                "id": row.author_id,
                "username": row.username,
                "first_name": row.first_name,
                "last_name": row.last_name,
            },
            "rating": None if row.rating is None else f"{row.rating}.0",
            "body": row.body,
            "created_at": self.moment.to_representation(row.created_at),
            "is_approved": row.is_approved,
        }


class CommentList(ListAPIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]
    serializer_class = CommentSerializer
    pagination_class = None
    filter_backends = []

    def get_queryset(self):
        user = self.request.user
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=user))
        if post := self.request.GET.get("post"):
            comments = comments.filter(post=post)
        return comments.annotate(**CommentSerializer.columns).values_list(
            *CommentSerializer.fields_of_comment, *CommentSerializer.columns, named=True
        )[:1000]
