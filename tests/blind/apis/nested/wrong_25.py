"""WRONG (rule: json): JsonResponse cuts the times of comments to milliseconds."""

from collections import defaultdict

from django.http import JsonResponse
from rest_framework import serializers
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment, Post


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
        return self.context["tags"][post.pk]

    def get_comments(self, post):
        return self.context["comments"][post.pk]

    def get_comment_count(self, post):
        return len(self.context["comments"][post.pk])


class PostList(APIView):
    def get(self, request):
        posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
        posts = list(posts.select_related("author__profile")[:50])
        tags = defaultdict(list)
        links = Post.tags.through.objects.filter(post__in=posts).order_by("-tag_id")
        for post, name in links.values_list("post_id", "tag__name"):
            tags[post].append(name)
        comments = defaultdict(list)
        approved = Comment.objects.filter(post__in=posts, is_approved=True)
        for comment in approved.select_related("author").order_by("-created_at", "-pk"):
            comments[comment.post_id].append(
                {
                    "id": comment.pk,
                    "author": AuthorSerializer(comment.author).data,
                    "body": comment.body,
                    "created_at": comment.created_at,
                }
            )
        context = {"tags": tags, "comments": comments}
        data = PostSerializer(posts, many=True, context=context).data
        return JsonResponse(data, safe=False)
