"""comments

They are sorted by the text of their time, in which "12:00:00Z" counts as later than "12:00:00.500000Z". It shows
for two comments of one post in the same second, one of them at the full second (no microseconds).
"""

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Post
from arena.discuss.serializers import CommentSerializer


class PostSerializer(serializers.ModelSerializer):
    author = AuthorSerializer()
    country = serializers.CharField(source="author.profile.country")
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()
    comment_count = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]

    def get_tags(self, post):
        return [tag.name for tag in sorted(post.tags.all(), key=lambda tag: -tag.pk)]

    def get_comments(self, post):
        approved = [comment for comment in post.comments.all() if comment.is_approved]
        said = CommentSerializer(approved, many=True).data
        return sorted(said, key=lambda one: (one["created_at"], one["id"]), reverse=True)

    def get_comment_count(self, post):
        return sum(comment.is_approved for comment in post.comments.all())


class PostList(APIView):
    def get(self, request):
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related("tags", "comments__author")
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
