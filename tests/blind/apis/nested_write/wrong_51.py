"""errors

The comments' authors are looked up in validate_comments(), which is called only when all comments are right otherwise: with an
unknown author in one comment and an empty body in the same or another one, the answer names only the body.
"""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class NameField(serializers.SlugRelatedField):
    def to_internal_value(self, data):
        return str(data)


class CommentSerializer(serializers.ModelSerializer):
    author = NameField("username", queryset=User.objects.all())

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

    def validate_comments(self, comments):
        names = {comment["author"] for comment in comments}
        users = {user.username: user for user in User.objects.filter(username__in=names)}
        errors = {}
        for position, comment in enumerate(comments):
            if comment["author"] in users:
                comment["author"] = users[comment["author"]]
            else:
                message = f"Object with username={comment['author']} does not exist."
                errors[position] = {"author": [message]}
        if errors:
            raise serializers.ValidationError(errors)
        return comments

    @transaction.atomic
    def create(self, data):
        names, comments = sorted(set(data.pop("tags"))), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        Tag.objects.bulk_create([Tag(name=name) for name in names], ignore_conflicts=True)
        post.tags.add(*Tag.objects.filter(name__in=names))
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
