"""Wrong, owners: the author of a post may change other people's comments on it."""

from django.contrib.contenttypes.prefetch import GenericPrefetch

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    # The queryset may bring a prefetch of targets along: two of them are refused.
    reports = reports.prefetch_related(None).prefetch_related(
        GenericPrefetch(
            "target",
            [
                Post.objects.select_related("contest"),
                Comment.objects.select_related("post__contest"),
            ],
        )
    )
    rights = Rights(visitor)
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": rights.may_change(report.target),
        }
        for report in reports
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


class Rights:
    """What a visitor may change, as it is now: asked once for each kind of target, if at all."""

    def __init__(self, visitor):
        self.now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
        self.answers = {}

    def has_perm(self, permission):
        if permission not in self.answers:
            self.answers[permission] = self.now.has_perm(permission)
        return self.answers[permission]

    def may_change(self, target):
        if target is None or self.now is None or not self.now.is_active:
            return False
        post = target if isinstance(target, Post) else target.post
        if self.now.pk in (target.author_id, post.author_id):
            return True
        if post.contest and post.contest.setter_id == self.now.pk:
            return True
        return self.has_perm(f"discuss.change_{target._meta.model_name}")
