"""Breaks posts: two joins in one query, so 7 posts and 5 comments are 35 of each."""

from django.db.models import Count, Q
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


class PersonList(ListAPIView):
    queryset = User.objects.filter(is_active=True).order_by("-pk")
    serializer_class = PersonSerializer
    pagination_class = Pages

    def paginate_queryset(self, queryset):
        people = super().paginate_queryset(queryset)
        counted = User.objects.filter(pk__in=[person.pk for person in people]).annotate(
            post_count=Count("posts", filter=Q(posts__published_at__isnull=False)),
            comment_count=Count("comments", filter=Q(comments__is_approved=True)),
        )
        return list(counted.order_by("-pk"))
