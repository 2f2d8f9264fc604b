"""GenericPrefetch fetches the targets with their contests, and one fresh copy of the visitor answers has_perm()."""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post__contest")],
    )
    reports = list(reports.prefetch_related(None).prefetch_related(targets))
    now = None
    if visitor.is_active:
        now = User.objects.filter(pk=visitor.pk).first()
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": now is not None and may_change(report.target, now),
        }
        for report in reports
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor):
    """The visitor is fresh from the database, so what has_perm() remembers is of this call only."""
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    if target.author_id == visitor.pk or (post.contest and post.contest.setter_id == visitor.pk):
        return True
    return visitor.has_perm(f"discuss.change_{target._meta.model_name}")
