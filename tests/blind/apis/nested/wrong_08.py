"""WRONG (rule: posts): posts of the same time share a rank, and all with a rank up to 50 are shown; if
the 50th and the 51st were published at one time, there are 51.
"""

from django.db.models import F, Prefetch, Window
from django.db.models.functions import Rank
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SlugRelatedField(slug_field="name", many=True, read_only=True)
    comments = CommentSerializer(many=True)
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_comment_count(self, post):
        return len(post.comments.all())


class PostList(APIView):
    def get(self, request):
        comments = Comment.objects.filter(is_approved=True).order_by("-created_at", "-pk")
        newest = (
            Post.objects.filter(published_at__isnull=False)
            .annotate(place=Window(Rank(), order_by=F("published_at").desc()))
            .filter(place__lte=50)
            .values_list("pk", flat=True)
        )
        posts = (
            Post.objects.filter(pk__in=list(newest))
            .order_by("-published_at", "-pk")
            .select_related("author__profile")
            .prefetch_related(
                Prefetch("tags", Tag.objects.order_by("-pk")),
                Prefetch("comments", comments.select_related("author")),
            )
        )
        return Response(PostSerializer(posts, many=True).data)
