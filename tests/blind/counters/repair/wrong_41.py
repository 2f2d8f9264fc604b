"""number (and only wrong)

Each post gets the difference that the first query saw, whatever is in it now. Writers do not disturb that, but two repairs at
the same time do: both add the same difference, and the posts are as wrong as before, in the other direction.
"""

from django.db.models import Case, Count, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from arena.discuss.models import Comment, Post


def repair():
    comments = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).order_by()
    number = comments.values("post").annotate(number=Count("pk")).values("number")
    wrong = dict(
        Post.objects.annotate(missing=Coalesce(Subquery(number), 0) - F("kept_comments"))
        .exclude(missing=0)
        .order_by("pk")
        .values_list("pk", "missing")
    )
    if wrong:
        cases = [When(pk=pk, then=Value(missing)) for pk, missing in wrong.items()]
        Post.objects.filter(pk__in=wrong).update(
            kept_comments=F("kept_comments") + Case(*cases, default=Value(0))
        )
    return list(wrong)
