"""Right: plain SQL in two scalar subqueries, and values instead of instances."""

from django.db.models import IntegerField
from django.db.models.expressions import RawSQL
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

PERSON = f'"{User._meta.db_table}"."id"'
POSTS = (
    f'SELECT COUNT(*) FROM "{Post._meta.db_table}" p '
    f"WHERE p.author_id = {PERSON} AND p.published_at IS NOT NULL"
)
COMMENTS = (
    f'SELECT COUNT(*) FROM "{Comment._meta.db_table}" c '
    f"WHERE c.author_id = {PERSON} AND c.is_approved"
)


class PersonSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    posts = serializers.IntegerField(source="posts_number")
    comments = serializers.IntegerField(source="comments_number")


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    serializer_class = PersonSerializer
    pagination_class = Pages

    def get_queryset(self):
        return (
            User.objects.filter(is_active=True)
            .order_by("-pk")
            .annotate(
                posts_number=RawSQL(POSTS, (), output_field=IntegerField()),
                comments_number=RawSQL(COMMENTS, (), output_field=IntegerField()),
            )
            .values("id", "username", "posts_number", "comments_number")
        )
