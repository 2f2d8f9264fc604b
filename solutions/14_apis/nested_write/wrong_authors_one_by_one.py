"""Everything is written at once, and the authors are still looked up one by one.

Breaks: queries
Fails: queries
"""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class CommentSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    @transaction.atomic
    def create(self, data):
        names, comments = data.pop("tags"), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        post.tags.add(*tags_called(names))
        Comment.objects.bulk_create(
            Comment(post=post, created_at=now, **comment) for comment in comments
        )
        return post


def tags_called(names):
    """Insert what is missing, even if another client does too, and only then read the keys."""
    Tag.objects.bulk_create([Tag(name=name) for name in sorted(set(names))], ignore_conflicts=True)
    return Tag.objects.filter(name__in=names)


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
