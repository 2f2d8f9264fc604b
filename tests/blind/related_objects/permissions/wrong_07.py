"""Wrong: owners: the author of the post may change the comments that others wrote to it."""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    reports = reports.prefetch_related(None).prefetch_related(
        GenericPrefetch(
            "target",
            [
                Post.objects.select_related("contest"),
                Comment.objects.select_related("post__contest"),
            ],
        )
    )
    now = None
    if visitor.is_active:
        now = User.objects.filter(pk=visitor.pk, is_active=True).first()
    known = {}
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, now, known),
        }
        for report in reports
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, now, known):
    if target is None or now is None:
        return False
    post = target if isinstance(target, Post) else target.post
    if now.pk in (target.author_id, post.author_id) or (post.contest and post.contest.setter_id == now.pk):
        return True
    permission = f"discuss.change_{target._meta.model_name}"
    if permission not in known:
        known[permission] = now.has_perm(permission)
    return known[permission]
