"""The serializer stays, for writing and for single comments; its list reads tuples."""

from django.db.models import Q
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

# What the JSON shows of an author, and where a comment's query finds it.
AUTHOR = {
    name: "author__" + field.source.replace(".", "__")
    for name, field in AuthorSerializer().fields.items()
}
COLUMNS = ["id", "post_id", "parent_id", "body", "created_at", "is_approved"]


class TupleListSerializer(serializers.ListSerializer):
    """Shows a queryset, without making instances of its rows."""

    def to_representation(self, data):
        rows = data.values_list(*COLUMNS, "author__profile__rating", *AUTHOR.values())
        return [self.show(*row) for row in rows]

    @staticmethod
    def show(pk, post, parent, body, created_at, is_approved, rating, *author):
        return {
            "id": pk,
            "post": post,
            "parent": parent,
            "author": dict(zip(AUTHOR, author)),
            "rating": None if rating is None else f"{rating:d}.0",
            "body": body,
            "created_at": created_at.isoformat().replace("+00:00", "Z"),
            "is_approved": is_approved,
        }


class CommentSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    rating = serializers.DecimalField(
        source="author.profile.rating", max_digits=11, decimal_places=1, default=None
    )

    class Meta:
        model = Comment
        list_serializer_class = TupleListSerializer
        fields = ["id", "post", "parent", "author", "rating", "body", "created_at", "is_approved"]


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        return Response(CommentSerializer(comments[:1000], many=True).data)
