"""depth = 1 nests whole related objects: password hashes and e-mail addresses leave the site.

It prefetches nothing either.

Breaks: json
Fails: answer
"""

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.discuss.models import Post


class PostSerializer(serializers.ModelSerializer):
    country = serializers.CharField(source="author.profile.country")
    comment_count = serializers.IntegerField(source="comments.count")

    class Meta:
        model = Post
        fields = ["id", "title", "author", "country", "tags", "comments", "comment_count"]
        depth = 1


class PostList(APIView):
    def get(self, request):
        posts = (
            Post.objects.filter(published_at__isnull=False)
            .select_related("author__profile")
            .prefetch_related("tags", "comments__author")
            .order_by("-published_at", "-pk")
        )
        return Response(PostSerializer(posts[:50], many=True).data)
