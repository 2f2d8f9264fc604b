"""Subqueries in SQL, as annotations. Without GROUP BY count(*) is 0 by itself."""

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.IntegerField(source="post_count")
    comments = serializers.IntegerField(source="comment_count")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


POSTS = """
    SELECT count(*) FROM discuss_post
    WHERE discuss_post.author_id = accounts_user.id AND discuss_post.published_at IS NOT NULL
"""
COMMENTS = """
    SELECT count(*) FROM discuss_comment
    WHERE discuss_comment.author_id = accounts_user.id AND discuss_comment.is_approved
"""


class PersonList(ListAPIView):
    queryset = (
        User.objects.filter(is_active=True)
        .annotate(
            post_count=RawSQL(POSTS, [], output_field=IntegerField()),
            comment_count=RawSQL(COMMENTS, [], output_field=IntegerField()),
        )
        .order_by("-pk")
    )
    serializer_class = PersonSerializer
    pagination_class = Pages
