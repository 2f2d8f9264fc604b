"""RIGHT: one query of the ORM with ArraySubquery and JSONObject; times are parsed and shown by DRF."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag

MOMENT = serializers.DateTimeField()


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.ReadOnlyField(source="country_or_none")
    tags = serializers.ReadOnlyField(source="tag_names")
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_comments(self, post):
        return [
            {
                "id": told["id"],
                "author": {
                    key: told["author"][key]
                    for key in ("id", "username", "first_name", "last_name")
                },
                "body": told["body"],
                "created_at": MOMENT.to_representation(parse_datetime(told["created_at"])),
            }
            for told in post.told
        ]

    def get_comment_count(self, post):
        return len(post.told)


class PostList(APIView):
    def get(self, request):
        names = Tag.objects.filter(posts=OuterRef("pk")).order_by("-pk").values("name")
        told = (
            Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
            .order_by("-created_at", "-pk")
            .values(
                told=JSONObject(
                    id="id",
                    body="body",
                    created_at="created_at",
                    author=JSONObject(
                        id="author__id",
                        username="author__username",
                        first_name="author__first_name",
                        last_name="author__last_name",
                    ),
                )
            )
        )
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .order_by("-published_at", "-pk")
            .select_related("author")
            .annotate(
                country_or_none=F("author__profile__country"),
                tag_names=ArraySubquery(names),
                told=ArraySubquery(told),
            )
        )
        return Response(PostSerializer(posts[:50], many=True).data)
