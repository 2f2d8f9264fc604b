"""Right: GenericPrefetch with the contest's setter annotated and only the columns of the list."""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import F

from arena.discuss.models import Comment, Post

TARGETS = GenericPrefetch(
    "target",
    [
        Post.objects.only("title", "author").annotate(set_by=F("contest__setter_id")),
        Comment.objects.only("body", "author").annotate(set_by=F("post__contest__setter_id")),
    ],
)


class Rights:
    """What one visitor may do, as of now."""

    def __init__(self, visitor):
        self.user = None
        if visitor.is_active:
            user = get_user_model()._base_manager.filter(pk=visitor.pk).first()
            if user is not None and user.is_active:
                self.user = user
        self.answers = {}

    def has(self, permission):
        if permission not in self.answers:
            self.answers[permission] = self.user.has_perm(permission)
        return self.answers[permission]

    def may_change(self, target):
        if target is None or self.user is None:
            return False
        if self.user.pk in (target.author_id, target.set_by):
            return True
        return self.has(f"discuss.change_{target._meta.model_name}")


def listed(reports, visitor):
    rights = Rights(visitor)
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": rights.may_change(report.target),
        }
        for report in reports.prefetch_related(None).prefetch_related(TARGETS)
    ]


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body
