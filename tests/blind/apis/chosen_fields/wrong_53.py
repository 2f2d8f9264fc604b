"""fetched: relations are left out if they are not needed, but the posts still come with all their columns.

With ?fields=title the bodies of the 20 posts are fetched, though no field needs them.
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
        asked = {name for name in request.GET.get("fields", "").split(",") if name} or public
        if asked - public:
            raise ValidationError({"fields": "There is no such field."})
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        if asked & {"author", "byline"}:
            posts = posts.select_related("author").defer(
                "author__password", "author__email", "author__first_name", "author__last_name"
            )
        if "contest" in asked:
            posts = posts.select_related("contest").defer("contest__slug")
        if "tags" in asked:
            posts = posts.prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        if "comments" in asked:
            approved = Comment.objects.filter(is_approved=True).order_by("pk")
            posts = posts.prefetch_related(Prefetch("comments", approved))
        serializer = PostSerializer(posts[:20], many=True)
        for name in public - asked:
            serializer.child.fields.pop(name)
        return Response(serializer.data)
