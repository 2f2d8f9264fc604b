"""It takes the keys out of the generic foreign keys and fetches four values for each target, with its contest's setter joined; no target becomes an object."""

from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import F

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


class Target(NamedTuple):
    """What the list needs of a post or a comment."""

    text: str
    author: int
    setter: int | None
    permission: str


def listed(reports, visitor):
    rows = list(reports)
    targets = fetched(reports, rows)
    user = None
    if visitor.is_active:
        user = User.objects.filter(pk=visitor.pk, is_active=True).first()
    answers = {}

    def may_change(target):
        if target is None or user is None:
            return False
        if user.pk in (target.author, target.setter):
            return True
        if target.permission not in answers:
            answers[target.permission] = user.has_perm(target.permission)
        return answers[target.permission]

    return [
        {
            "report": row.pk,
            "text": target.text if target else None,
            "may_change": may_change(target),
        }
        for row, target in zip(rows, targets, strict=True)
    ]


def fetched(reports, rows):
    """Return a Target or None for each report."""
    generic = reports.model._meta.get_field("target")
    type_id = reports.model._meta.get_field(generic.ct_field).attname
    types = ContentType.objects.db_manager(reports.db).get_for_models(Post, Comment)
    models = {content_type.pk: model for model, content_type in types.items()}
    keys = []
    for row in rows:
        model, key = models.get(getattr(row, type_id)), getattr(row, generic.fk_field)
        keys.append(model and key is not None and (model, model._meta.pk.to_python(key)))
    found = {}
    for model, text, setter in [
        (Post, "title", "contest__setter"),
        (Comment, "body", "post__contest__setter"),
    ]:
        wanted = {key[1] for key in keys if key and key[0] is model}
        values = model.objects.using(reports.db).filter(pk__in=wanted)
        permission = f"discuss.change_{model._meta.model_name}"
        for pk, *rest in values.values_list("pk", text, "author_id", F(setter)):
            found[model, pk] = Target(*rest, permission)
    return [found.get(key) if key else None for key in keys]
