"""WRONG (rule: country): the posts' SQL has an inner join to the profiles; a post by an author without
one is not shown at all, where its country should be null.
"""

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post, Tag
from arena.discuss.serializers import CommentSerializer

NEWEST = """
    SELECT post.id, post.title, post.author_id, profile.country
    FROM discuss_post AS post
    JOIN accounts_profile AS profile ON profile.user_id = post.author_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT 50
"""


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.ReadOnlyField()
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
        posts = Post.objects.raw(NEWEST).prefetch_related(
            "author",
            Prefetch("tags", Tag.objects.order_by("-pk")),
            Prefetch("comments", comments.select_related("author")),
        )
        return Response(PostSerializer(list(posts), many=True).data)
