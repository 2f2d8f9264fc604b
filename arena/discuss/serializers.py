"""What the API tells of posts, as serializers are first written: each relation when it is met."""

from typing import Any

from rest_framework import serializers

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post


class CommentSerializer(serializers.ModelSerializer):
    """A comment, and who wrote it."""

    author = AuthorSerializer()

    class Meta:
        """What is told, in order."""

        model = Comment
        fields = ["id", "author", "body", "created_at"]


class PostSerializer(serializers.ModelSerializer):
    """A post with its author, the names of its tags, and its approved comments."""

    author = AuthorSerializer()
    tags = serializers.SerializerMethodField()
    comments = serializers.SerializerMethodField()

    class Meta:
        """What is told, in order."""

        model = Post
        fields = ["id", "title", "published_at", "author", "tags", "comments"]

    def get_tags(self, post: Post) -> list[str]:
        """Return the names of the tags, in the order of the alphabet."""
        return [tag.name for tag in post.tags.order_by("name")]

    def get_comments(self, post: Post) -> list[dict[str, Any]]:
        """Return the approved comments, replies among them, the oldest first."""
        comments = post.comments.filter(is_approved=True).order_by("created_at", "pk")
        return CommentSerializer(comments, many=True).data
