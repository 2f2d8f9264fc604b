"""values() instead of instances, and a serializer that reads the dictionaries. Most of the work was
the serializer's, and still is.

Breaks: work
Fails: work
"""

from django.db.models import Q
from rest_framework import serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment


class AuthorSerializer(serializers.Serializer):
    id = serializers.IntegerField(source="author__id")
    username = serializers.CharField(source="author__username")
    first_name = serializers.CharField(source="author__first_name")
    last_name = serializers.CharField(source="author__last_name")


class CommentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    post = serializers.IntegerField(source="post_id")
    parent = serializers.IntegerField(source="parent_id")
    author = AuthorSerializer(source="*")
    rating = serializers.DecimalField(
        source="author__profile__rating", max_digits=11, decimal_places=1
    )
    body = serializers.CharField()
    created_at = serializers.DateTimeField()
    is_approved = serializers.BooleanField()


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values(
            *("id", "post_id", "parent_id", "body", "created_at", "is_approved"),
            *("author__id", "author__username", "author__first_name", "author__last_name"),
            "author__profile__rating",
        )
        return Response(CommentSerializer(rows[:1000], many=True).data)
