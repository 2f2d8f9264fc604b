"""The serializer makes only the asked fields, and each of them tells by itself which columns and prefetches it needs."""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post, Tag


def fetch_author():
    return Prefetch("author", User.objects.only("username"))


def fetch_contest():
    return Prefetch("contest", Contest.objects.only("title"))


def fetch_tags():
    return Prefetch("tags", Tag.objects.only("name").order_by("pk"))


def fetch_comments():
    approved = Comment.objects.filter(is_approved=True)
    return Prefetch("comments", approved.only("post_id", "body").order_by("pk"))


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    contest = serializers.CharField(source="contest.title", default=None)
    byline = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SlugRelatedField(slug_field="body", many=True, read_only=True)

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    needs = {
        "id": ([], []),
        "title": (["title"], []),
        "body": (["body"], []),
        "author": (["author_id"], [fetch_author]),
        "contest": (["contest_id"], [fetch_contest]),
        "byline": (["title", "author_id"], [fetch_author]),
        "tags": ([], [fetch_tags]),
        "comments": ([], [fetch_comments]),
    }

    def get_fields(self):
        fields = super().get_fields()
        return {name: field for name, field in fields.items() if name in self.context["asked"]}

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"

    @classmethod
    def fetch(cls, posts, asked):
        columns, relations = {"id"}, set()
        for name in asked:
            more_columns, more_relations = cls.needs[name]
            columns.update(more_columns)
            relations.update(more_relations)
        return posts.only(*columns).prefetch_related(*(relation() for relation in relations))


class PostList(APIView):
    def get(self, request):
        asked = self.get_asked(request.GET.get("fields", ""))
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        posts = PostSerializer.fetch(posts, asked)[:20]
        return Response(PostSerializer(posts, many=True, context={"asked": asked}).data)

    def get_asked(self, text):
        names = {name for name in text.split(",") if name}
        for name in names:
            if name not in PostSerializer.Meta.fields:
                raise ValidationError({"fields": "There is no such field."})
        return names or set(PostSerializer.Meta.fields)
