"""Two subqueries in SQL, whose count(*) is 0 without rows."""

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User

POSTS = """
    SELECT count(*) FROM discuss_post
    WHERE discuss_post.author_id = accounts_user.id AND discuss_post.published_at IS NOT NULL
"""
COMMENTS = """
    SELECT count(*) FROM discuss_comment
    WHERE discuss_comment.author_id = accounts_user.id AND discuss_comment.is_approved
"""


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="_posts", read_only=True)
    comments = serializers.IntegerField(source="_comments", read_only=True)

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(
            _posts=RawSQL(POSTS, [], output_field=IntegerField()),
            _comments=RawSQL(COMMENTS, [], output_field=IntegerField()),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
