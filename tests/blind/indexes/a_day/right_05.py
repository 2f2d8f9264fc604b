"""RIGHT: keeps the __date lookup, in the other zone with timezone.override(), and adds a range."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from arena.discuss.models import Comment


def of_day(day, zone):
    with timezone.override(zone):
        tz = timezone.get_current_timezone()

        def midnight(when, choose):
            naive = datetime.combine(when, time.min)
            both = [timezone.make_aware(naive.replace(fold=fold), tz) for fold in (0, 1)]
            return choose(both, key=lambda moment: moment.utcoffset())

        found = Comment.objects.filter(created_at__date=day, created_at__gte=midnight(day, max))
        if day != date.max:
            found = found.filter(created_at__lt=midnight(day + timedelta(days=1), min))
        # The zone of __date is that of the moment at which the query is made, so make it here.
        return list(found.order_by("created_at", "id").values_list("id", flat=True))
