"""Names from other tables are annotations with F(); no other model is ever built."""

from django.db.models import F, Prefetch
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Comment, Post, Tag


class PostSerializer(serializers.ModelSerializer):
    author = serializers.CharField(source="author_name")
    contest = serializers.CharField(source="contest_title", default=None)
    byline = serializers.SerializerMethodField()
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = serializers.SlugRelatedField(slug_field="body", many=True, read_only=True)

    class Meta:
        model = Post
        fields = ["id", "title", "body", "author", "contest", "byline", "tags", "comments"]

    def get_byline(self, post):
        return f"{post.title}, by {post.author_name}"


class PostList(APIView):
    def get(self, request):
        public = set(PostSerializer.Meta.fields)
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or public
        if asked - public:
            raise ValidationError({"fields": "There is no such field."})
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        own = {"pk"} | (asked & {"title", "body"})
        if "byline" in asked:
            own.add("title")
        posts = posts.only(*own)
        if "author" in asked or "byline" in asked:
            posts = posts.annotate(author_name=F("author__username"))
        if "contest" in asked:
            posts = posts.annotate(contest_title=F("contest__title"))
        if "tags" in asked:
            posts = posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        if "comments" in asked:
            approved = Comment.objects.filter(is_approved=True).order_by("pk")
            posts = posts.prefetch_related(Prefetch("comments", approved.only("body", "post")))
        serializer = PostSerializer(posts[:20], many=True)
        for name in public - asked:
            serializer.child.fields.pop(name)
        return Response(serializer.data)
