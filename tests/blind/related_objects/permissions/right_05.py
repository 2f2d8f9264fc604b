"""Right: the database says what is the visitor's own; ModelBackend.get_user() gives a new user."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import BooleanField, Case, Q, Value, When

from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    # get_user() answers None for who is gone or inactive.
    now = ModelBackend().get_user(visitor.pk) if visitor.is_active else None
    reports = list(
        reports.prefetch_related(None).prefetch_related(
            GenericPrefetch("target", [with_own(Post, "", now), with_own(Comment, "post__", now)])
        )
    )
    allowed = {}
    if now is not None:
        for model in {type(report.target) for report in reports if report.target is not None}:
            allowed[model] = now.has_perm(f"discuss.change_{model._meta.model_name}")
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": report.target is not None
            and (report.target.own or allowed.get(type(report.target), False)),
        }
        for report in reports
    ]


def with_own(model, to_post, now):
    if now is None:
        return model.objects.annotate(own=Value(False, output_field=BooleanField()))
    own = Q(author_id=now.pk) | Q(**{f"{to_post}contest__setter_id": now.pk})
    return model.objects.annotate(
        own=Case(When(own, then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def text(target):
    if target is None:
        return None
    return target.title if isinstance(target, Post) else target.body
