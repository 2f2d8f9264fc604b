"""RIGHT: a ListSerializer prefetches what its child needs; the view stays as it was."""

from django.db.models import Prefetch, prefetch_related_objects
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostListSerializer(serializers.ListSerializer):
    def to_representation(self, data):
        posts = list(data)
        comments = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        prefetch_related_objects(
            posts,
            "author__profile",
            Prefetch("tags", Tag.objects.order_by("-pk")),
            Prefetch("comments", comments.select_related("author"), to_attr="approved"),
        )
        return super().to_representation(posts)


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SerializerMethodField()
    comments = CommentSerializer(many=True, source="approved")
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        list_serializer_class = PostListSerializer
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return [tag.name for tag in post.tags.all()]

    def get_comment_count(self, post):
        return len(post.approved)


class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        return Response(PostSerializer(posts[:50], many=True).data)
