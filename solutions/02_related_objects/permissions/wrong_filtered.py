"""It filters the reports by their kind, which a queryset with a limit does not allow.

Breaks: rows
Fails: answer
"""

from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    targets = {}
    for model, contest in ((Post, "contest"), (Comment, "post__contest")):
        kind = ContentType.objects.get_for_model(model)
        keys = reports.filter(content_type=kind).order_by().values("object_id")
        for target in model.objects.select_related(contest).filter(pk__in=keys):
            targets[kind.pk, target.pk] = target
    allowed = models_that_may_change(visitor)
    rows = []
    for report in reports:
        target = targets.get((report.content_type_id, report.object_id))
        may = may_change(target, visitor, allowed)
        rows.append({"report": report.pk, "text": text(target), "may_change": may})
    return rows


def models_that_may_change(visitor):
    if not visitor.is_active:
        return set()
    now = User.objects.get(pk=visitor.pk)  # an object of its own, which remembers nothing yet
    return {
        model
        for model in (Post, Comment)
        if now.has_perm(f"discuss.change_{model._meta.model_name}")
    }


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body


def may_change(target, visitor, allowed):
    if target is None or not visitor.is_active:
        return False
    post = target if isinstance(target, Post) else target.post
    owns = target.author_id == visitor.pk
    sets = post.contest is not None and post.contest.setter_id == visitor.pk
    return owns or sets or type(target) in allowed
