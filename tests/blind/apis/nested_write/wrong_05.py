"""Breaks errors: authors are checked after all other fields, so an unknown author isn't named
while anything else is wrong."""

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class CommentSerializer(serializers.ModelSerializer):
    author = serializers.CharField(trim_whitespace=False)

    class Meta:
        model = Comment
        fields = ["author", "body"]


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.CharField(trim_whitespace=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    def validate(self, data):
        parts = [data, *data["comments"]]
        names = {part["author"] for part in parts}
        people = {user.username: user for user in User.objects.filter(username__in=names)}
        found = []
        for part in parts:
            name = part["author"]
            if name in people:
                part["author"] = people[name]
                found.append({})
            else:
                found.append({"author": [f"Object with username={name} does not exist."]})
        if any(found):
            errors, *comments = found
            if any(comments):
                errors["comments"] = comments
            raise serializers.ValidationError(errors)
        return data

    @transaction.atomic
    def create(self, data):
        names, comments = data.pop("tags"), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        # Sorted: two clients that insert the same two tags in two orders would wait for each other.
        names = sorted(set(names))
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
