"""WRONG (rule: json): PostgreSQL writes the times into its JSON and leaves out zeros at the end of a
fraction; ".120000" becomes ".12". Whole seconds, and most microseconds, are right.
"""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag

PERSON = ("id", "username", "first_name", "last_name")


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
                "author": {key: told["author"][key] for key in PERSON},
                "body": told["body"],
                # Both are ISO 8601; only UTC is written in another way.
                "created_at": told["created_at"].replace("+00:00", "Z"),
            }
            for told in post.told
        ]

    def get_comment_count(self, post):
        return len(post.told)


class PostList(APIView):
    def get(self, request):
        author = JSONObject(**{key: f"author__{key}" for key in PERSON})
        told = (
            Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
            .order_by("-created_at", "-pk")
            .values(
                told=JSONObject(id="id", author=author, body="body", created_at="created_at")
            )
        )
        names = Tag.objects.filter(posts=OuterRef("pk")).order_by("-pk").values("name")
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
