"""rows

It narrows the queryset of reports by type to fetch the targets with subqueries. It shows with a
queryset that is sliced, such as the newest 30 reports: Django cannot filter it any more.
"""

from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    now = today(visitor)
    generic = reports.model._meta.get_field("target")
    type_id = reports.model._meta.get_field(generic.ct_field).attname
    targets = {}
    for model, joins in [(Post, "contest"), (Comment, "post__contest")]:
        content_type = ContentType.objects.get_for_model(model)
        keys = reports.filter(**{type_id: content_type.pk}).order_by().values(generic.fk_field)
        for target in model.objects.select_related(joins).filter(pk__in=keys):
            targets[content_type.pk, target.pk] = target
    rows = []
    for report in reports:
        target = targets.get((getattr(report, type_id), getattr(report, generic.fk_field)))
        rows.append(
            {
                "report": report.pk,
                "text": text(target),
                "may_change": may_change(target, now),
            }
        )
    return rows


def today(visitor):
    """Return the visitor as the database knows them now, who asks for each permission once."""
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    if now is None:
        return AnonymousUser()
    now.has_perm = cache(now.has_perm)
    return now


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
