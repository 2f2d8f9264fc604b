"""A page asks for thirty feature flags: thirty queries. After a reload, flags of 50 percent differ.

Change request.is_on(name). request.visitor is a text. There are several processes, each with
several threads.

Rules:
- off: a flag without a row is off.
- roll-out: of 100 visitors, `percent` have a flag: always the same ones, in every process. They
  keep it when percent grows. Each flag chooses its visitors independently.
- soon: requests that begin a second after a change of the table see it, by time.monotonic(),
  whatever the system's time is set to.
- one page: all flags of a request are as they were at one moment.
- failure: while reads raise DatabaseError, flags stay as last read, off before the first read. They
  are right a second after reads work.

Allowed:
- queries: 1 for each second in each process, even if threads ask at the same time.
"""

from functools import partial
from random import random

from django.db import models


class Flag(models.Model):
    name = models.CharField(max_length=50, unique=True)
    percent = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "flags"


def flags(get_response):
    def middleware(request):
        request.is_on = partial(is_on, request)
        return get_response(request)

    return middleware


# TODO: a query for each flag, and another decision for each page.
def is_on(request, name):
    flag = Flag.objects.filter(name=name).first()
    return flag is not None and 100 * random() < flag.percent
