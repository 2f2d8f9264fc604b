"""Wrong, rows: the rows come by key, not in the order of the queryset, if that is another."""

from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def listed(reports, visitor):
    field = reports.model._meta.get_field("target")
    by_key = reports.in_bulk() if not reports.query.is_sliced else {r.pk: r for r in reports}
    types = ContentType.objects.get_for_models(Post, Comment)
    type_name = reports.model._meta.get_field(field.ct_field).attname
    rights = Rights(visitor)
    rows = {pk: {"report": pk, "text": None, "may_change": False} for pk in sorted(by_key)}
    for model, joined in ((Post, "contest"), (Comment, "post__contest")):
        mine = {
            pk: model._meta.pk.to_python(getattr(report, field.fk_field))
            for pk, report in by_key.items()
            if getattr(report, type_name) == types[model].pk
        }
        targets = model.objects.select_related(joined).in_bulk(set(mine.values()))
        for pk, key in mine.items():
            if key in targets:
                rows[pk]["text"] = text(targets[key])
                rows[pk]["may_change"] = rights.may_change(targets[key])
    return list(rows.values())


def text(target):
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
        if target.author_id == self.now.pk:
            return True
        if post.contest and post.contest.setter_id == self.now.pk:
            return True
        return self.has_perm(f"discuss.change_{target._meta.model_name}")
