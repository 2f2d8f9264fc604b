"""Times stay times: the renderer's encoder writes them as the serializer did."""

from operator import itemgetter

from django.db.models import Q
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import IsAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from arena.accounts.serializers import AuthorSerializer
from arena.discuss.models import Comment

# What the JSON shows of an author, and where a comment's query finds it.
AUTHOR = {
    name: "author__" + field.source.replace(".", "__")
    for name, field in AuthorSerializer().fields.items()
}
SAME = ["id", "post", "parent", "body", "created_at", "is_approved"]
RATING = "author__profile__rating"


def shown(row):
    """Return the JSON's dictionary for a row of values()."""
    result = dict(zip(SAME, same_of(row)))
    result["author"] = {name: row[path] for name, path in AUTHOR.items()}
    result["rating"] = None if row[RATING] is None else f"{row[RATING]}.0"
    return result


same_of = itemgetter(*SAME)


class CommentList(APIView):
    authentication_classes = [SessionAuthentication]
    permission_classes = [IsAuthenticated]

    def get(self, request):
        comments = Comment.objects.order_by("-created_at", "-pk")
        if not request.user.is_staff:
            comments = comments.filter(Q(is_approved=True) | Q(author=request.user))
        if post := request.GET.get("post"):
            comments = comments.filter(post=post)
        rows = comments.values(*SAME, RATING, *AUTHOR.values())[:1000]
        return Response(list(map(shown, rows)))
