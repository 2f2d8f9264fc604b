"""permissions

It looks for the permissions in Django's tables itself instead of asking has_perm(). It shows with
another backend in AUTHENTICATION_BACKENDS that grants (or, with PermissionDenied, refuses) one.
"""

from django.contrib.auth.models import AnonymousUser, Permission
from django.contrib.contenttypes.prefetch import GenericPrefetch
from django.db.models import Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    now = today(visitor)
    targets = GenericPrefetch(
        "target",
        [Post.objects.select_related("contest"), Comment.objects.select_related("post__contest")],
    )
    return [
        {
            "report": report.pk,
            "text": text(report.target),
            "may_change": may_change(report.target, now),
        }
        for report in reports.prefetch_related(None).prefetch_related(targets)
    ]


def today(visitor):
    """Return the visitor as the database knows them now, who asks for each permission once."""
    now = User.objects.filter(pk=visitor.pk).first() if visitor.is_active else None
    if now is None:
        return AnonymousUser()
    now.permissions = {
        f"discuss.{codename}"
        for codename in Permission.objects.filter(
            Q(user=now) | Q(group__user=now),
            content_type__app_label="discuss",
            codename__in=["change_post", "change_comment"],
        ).values_list("codename", flat=True)
    }
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
    return visitor.is_superuser or f"discuss.change_{target._meta.model_name}" in visitor.permissions
