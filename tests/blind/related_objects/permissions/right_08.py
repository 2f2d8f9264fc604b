"""Right: no instances but the visitor's: keys of targets, then the columns of each kind."""

from django.contrib.contenttypes.models import ContentType

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

KINDS = {
    Post: ("title", "author_id", "contest__setter_id"),
    Comment: ("body", "author_id", "post__contest__setter_id"),
}


def listed(reports, visitor):
    target = reports.model._meta.get_field("target")
    kind_name = reports.model._meta.get_field(target.ct_field).attname
    lines = [(r.pk, getattr(r, kind_name), getattr(r, target.fk_field)) for r in reports]
    types = ContentType.objects.get_for_models(*KINDS)
    found = {}
    for model, columns in KINDS.items():
        kind = types[model].pk
        keys = {model._meta.pk.to_python(key) for _, of, key in lines if of == kind}
        keys.discard(None)
        for pk, *values in model.objects.filter(pk__in=keys).values_list("pk", *columns):
            found[kind, pk] = (model, *values)
    may = judge(visitor)
    rows = []
    for report, kind, key in lines:
        key = None if key is None else Post._meta.pk.to_python(key)
        model, text, author, setter = found.get((kind, key), (None, None, None, None))
        allowed = model is not None and may(model, {author, setter})
        rows.append({"report": report, "text": text, "may_change": allowed})
    return rows


def judge(visitor):
    """Return a function that says whether the visitor may change what these people own."""
    fresh = None
    if visitor.is_active and visitor.pk is not None:
        fresh = User.objects.filter(pk=visitor.pk, is_active=True).first()
    if fresh is None:
        return lambda model, owners: False
    known = {}

    def may(model, owners):
        if fresh.pk in owners:
            return True
        if model not in known:
            known[model] = fresh.has_perm(f"discuss.change_{model._meta.model_name}")
        return known[model]

    return may
