"""The comments' list serializer fetches their authors; the post's author is a query of its own."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


class CommentListSerializer(serializers.ListSerializer):
    def to_internal_value(self, data):
        names = set()
        if isinstance(data, list):
            for item in data:
                name = item.get("author") if isinstance(item, Mapping) else None
                if name is not None and CommentAuthor.can_be_asked(str(name)):
                    names.add(str(name))
        self.authors = {user.username: user for user in User.objects.filter(username__in=names)}
        return super().to_internal_value(data)


class CommentAuthor(serializers.SlugRelatedField):
    @staticmethod
    def can_be_asked(name):
        return "\0" not in name and not any("\ud800" <= letter <= "\udfff" for letter in name)

    def to_internal_value(self, data):
        name = str(data)
        if not self.can_be_asked(name):
            self.fail("invalid")
        author = self.parent.parent.authors.get(name)
        if author is None:
            self.fail("does_not_exist", slug_name="username", value=name)
        return author


class CommentSerializer(serializers.ModelSerializer):
    author = CommentAuthor("username", queryset=User.objects.all())

    class Meta:
        model = Comment
        fields = ["author", "body"]
        list_serializer_class = CommentListSerializer


class ThreadSerializer(serializers.ModelSerializer):
    author = serializers.SlugRelatedField("username", queryset=User.objects.all())
    tags = serializers.ListField(child=serializers.CharField(max_length=40))
    comments = CommentSerializer(many=True)

    class Meta:
        model = Post
        fields = ["title", "body", "author", "tags", "comments"]

    @transaction.atomic
    def create(self, data):
        names, comments = sorted(set(data.pop("tags"))), data.pop("comments")
        now = timezone.now()
        post = Post.objects.create(published_at=now, **data)
        known = dict(Tag.objects.filter(name__in=names).values_list("name", "pk"))
        missing = [name for name in names if name not in known]
        if missing:
            made = Tag.objects.bulk_create(
                [Tag(name=name) for name in missing],
                update_conflicts=True,
                unique_fields=["name"],
                update_fields=["name"],
            )
            known.update((tag.name, tag.pk) for tag in made)
        link = Post.tags.through
        link.objects.bulk_create([link(post=post, tag_id=known[name]) for name in names])
        Comment.objects.bulk_create(
            [Comment(post=post, created_at=now, **comment) for comment in comments]
        )
        return post


class PostThread(APIView):
    def post(self, request):
        serializer = ThreadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response({"id": serializer.save().pk}, status=201)
