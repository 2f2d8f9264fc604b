"""The database says of each target whether the visitor owns it."""

from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Exists, F, OuterRef, Value

from arena.contests.models import Contest
from arena.discuss.models import Comment, Post

CHANGES = ("discuss.change_post", "discuss.change_comment")
FORGET = ("_perm_cache", "_user_perm_cache", "_group_perm_cache")


def listed(reports, visitor):
    post_sets = comment_sets = Value(False)
    allowed = set()
    if visitor.is_active:
        contests = Contest.objects.filter(setter=visitor.pk)
        post_sets = Exists(contests.filter(posts=OuterRef("pk")))
        comment_sets = Exists(contests.filter(posts=OuterRef("post")))
        for name in FORGET:
            if hasattr(visitor, name):
                delattr(visitor, name)
        visitor.refresh_from_db(fields=["is_superuser"])
        allowed = {name for name in CHANGES if visitor.has_perm(name)}
    queries = [
        Post.objects.annotate(sets=post_sets, text=F("title")),
        Comment.objects.annotate(sets=comment_sets, text=F("body")),
    ]
    for report in reports.prefetch_related(GenericPrefetch("target", queries)):
        row = {"report": report.pk, "text": None, "may_change": False}
        if target := report.target:
            row["text"] = target.text
            if visitor.is_active:
                row["may_change"] = (
                    target.author_id == visitor.pk
                    or target.sets
                    or f"discuss.change_{target._meta.model_name}" in allowed
                )
        yield row
