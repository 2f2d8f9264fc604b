"""queries

The contests of the comments' posts are not fetched ahead: post.contest sends a query for each comment whose post has a contest
and that the visitor did not write, so the number grows with reports.
"""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post")],
    )
    now = User.objects.get(pk=visitor.pk) if visitor.is_active else visitor
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, now),
        }
        for report in reports.prefetch_related(targets)
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor):
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    if target.author_id == visitor.pk or (post.contest and post.contest.setter_id == visitor.pk):
        return True
    return visitor.has_perm(f"discuss.change_{target._meta.model_name}")
