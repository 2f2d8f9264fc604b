"""A subclass of Subquery that wraps any queryset in SELECT count(*), which is never null."""

from django.db import models
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class CountOf(models.Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class PersonSerializer(serializers.ModelSerializer):
    posts = serializers.ReadOnlyField(source="how_many_posts")
    comments = serializers.ReadOnlyField(source="how_many_comments")

    class Meta:
        model = User
        fields = ["id", "username", "posts", "comments"]


class Pages(PageNumberPagination):
    page_size = 20


class PersonList(ListAPIView):
    serializer_class = PersonSerializer
    pagination_class = Pages

    def get_queryset(self):
        mine = {"author_id": models.OuterRef("pk")}
        posts = Post.objects.filter(**mine, published_at__isnull=False)
        comments = Comment.objects.filter(**mine, is_approved=True)
        return (
            User.objects.filter(is_active=True)
            .only("id", "username")
            .annotate(
                how_many_posts=CountOf(posts.values("pk")),
                how_many_comments=CountOf(comments.values("pk")),
            )
            .order_by("-pk")
        )
