"""The serializer takes the fields and knows what they need; relations are fetched afterwards."""

from django.db.models import Prefetch, prefetch_related_objects
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post, Tag


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author.username")
    contest = serializers.CharField(source="contest.title", default=None)
    byline = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SlugRelatedField(slug_field="body", many=True, read_only=True)

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    # What each field reads from a post.
    reads = {"byline": ["title", "author"]}

    def __init__(self, *args, only=None, **kwargs):
        super().__init__(*args, **kwargs)
        if only is not None:
            for name in set(self.fields) - set(only):
                self.fields.pop(name)

    @classmethod
    def needs(cls, names):
        return {need for name in names for need in cls.reads.get(name, [name])}

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"


RELATED = {
    "author": User.objects.only("username"),
    "contest": Contest.objects.only("title"),
    "tags": Tag.objects.order_by("pk"),
    "comments": Comment.objects.filter(is_approved=True).only("body", "post").order_by("pk"),
}


class PostList(APIView):
    def get(self, request):
        public = PostSerializer.Meta.fields
        asked = {name for name in request.GET.get("fields", "").split(",") if name}
        if asked.difference(public):
            raise ValidationError({"fields": "There is no such field."})
        asked = asked or set(public)
        needs = PostSerializer.needs(asked)
        columns = needs & {"title", "body", "author", "contest"}
        posts = list(
            Post.objects.filter(published_at__isnull=False)
            .only("pk", *columns)
            .order_by("-published_at", "-pk")[:20]
        )
        lookups = [Prefetch(name, RELATED[name].all()) for name in RELATED if name in needs]
        if lookups:
            prefetch_related_objects(posts, *lookups)
        return Response(PostSerializer(posts, many=True, only=asked).data)
