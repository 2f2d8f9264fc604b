"""inactive

It leaves the test of is_active to has_perm(), which is asked last: an inactive visitor may still change what they wrote, and what
belongs to contests that they set.
"""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post__contest")],
    )
    now = User.objects.get(pk=visitor.pk) if visitor.is_authenticated else visitor
    may = {
        model: now.is_authenticated and now.has_perm(f"discuss.change_{model._meta.model_name}")
        for model in (Post, Comment)
    }
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": owns(report.target, now) or may.get(type(report.target), False),
        }
        for report in reports.prefetch_related(targets)
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def owns(target, visitor):
    if target is None or not visitor.is_authenticated:
        return False
    post = target if isinstance(target, Post) else target.post
    if target.author_id == visitor.pk:
        return True
    return post.contest is not None and post.contest.setter_id == visitor.pk
