"""Right: the plain prefetch, then a prefetch for each kind of target."""

from django.db.models import prefetch_related_objects

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    reports = list(reports.prefetch_related("target"))
    targets = [report.target for report in reports]
    posts = [target for target in targets if isinstance(target, Post)]
    comments = [target for target in targets if isinstance(target, Comment)]
    prefetch_related_objects(comments, "post")
    prefetch_related_objects(posts + [comment.post for comment in comments], "contest")

    allowed = set()
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    active = now is not None and now.is_active
    if active:
        allowed = {
            model
            for model, found in ((Post, posts), (Comment, comments))
            if found and now.has_perm(f"discuss.change_{model._meta.model_name}")
        }

    rows = []
    for report, target in zip(reports, targets, strict=True):
        may_change = False
        if target is not None and active:
            contest = (target if isinstance(target, Post) else target.post).contest
            may_change = (
                target.author_id == visitor.pk
                or (contest is not None and contest.setter_id == visitor.pk)
                or type(target) in allowed
            )
        rows.append({"report": report.pk, "text": text(target), "may_change": may_change})
    return rows


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body
