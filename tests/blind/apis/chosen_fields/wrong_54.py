"""names: an empty name is refused.

?fields= and ?fields=title, (with a comma at the end) are answered with status 400 instead of all fields, or the title.
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

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

    def get_byline(self, post):
        return f"{post.title}, by {post.author.username}"


class PostList(APIView):
    def get(self, request):
        public = set(PostSerializer.Meta.fields)
        asked = public
        if "fields" in request.GET:
            asked = set(request.GET["fields"].split(","))
        if asked - public:
            raise ValidationError({"fields": "There is no such field."})
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        columns = {"id"} | asked & {"title", "body"}
        if "byline" in asked:
            columns.add("title")
        if asked & {"author", "byline"}:
            posts = posts.select_related("author")
            columns.add("author__username")
        if "contest" in asked:
            posts = posts.select_related("contest")
            columns.add("contest__title")
        if "tags" in asked:
            tags = Tag.objects.only("name").order_by("pk")
            posts = posts.prefetch_related(Prefetch("tags", tags))
        if "comments" in asked:
            approved = Comment.objects.filter(is_approved=True).only("post", "body").order_by("pk")
            posts = posts.prefetch_related(Prefetch("comments", approved))
        serializer = PostSerializer(posts.only(*columns)[:20], many=True)
        for name in public - asked:
            serializer.child.fields.pop(name)
        return Response(serializer.data)
