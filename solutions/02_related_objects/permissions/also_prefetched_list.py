"""The targets are prefetched, then their posts and contests, in lists."""

from django.db.models import prefetch_related_objects

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    reports = list(reports.prefetch_related("target"))
    targets = [report.target for report in reports if report.target is not None]
    comments = [target for target in targets if isinstance(target, Comment)]
    prefetch_related_objects([one for one in targets if isinstance(one, Post)], "contest")
    prefetch_related_objects(comments, "post__contest")
    changes = set()
    if visitor.is_active:
        now = User.objects.get(pk=visitor.pk)
        for model in (Post, Comment):
            if now.has_perm(f"discuss.change_{model._meta.model_name}"):
                changes.add(model)

    def may_change(target):
        if target is None or not visitor.is_active:
            return False
        contest = getattr(target, "post", target).contest
        owners = {target.author_id, contest.setter_id if contest else None}
        return type(target) in changes or visitor.pk in owners

    return [
        {
            "report": report.pk,
            "text": getattr(report.target, "title", getattr(report.target, "body", None)),
            "may_change": may_change(report.target),
        }
        for report in reports
    ]
