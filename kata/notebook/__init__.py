"""What a notebook uses: where queries come from, races, plans, guesses, charts, and the magics.

All but ``start``, ``sandbox``, ``cache_server`` and the magics work in any Django project, in a
notebook and in a plain shell.
To take them home, install this course beside your own project (``pip install -e scaling-django``)
and, in ``./manage.py shell`` or in a notebook whose kernel has called ``django.setup()``::

    from kata.notebook import plan, queries, race, round_trip

    with queries():                        # a table: which line, how often, how long
        client.get("/orders/")

    with round_trip(1), queries():         # the same, with a database one millisecond away
        client.get("/orders/")

    race(lambda: old(100), lambda: new(100))
    plan(Order.objects.filter(state="open").order_by("-created_at")[:20])

They measure with the meter, the race and the plans of ``kata.checks``, as every verdict does.
Tables and charts are HTML in a notebook and text elsewhere. ``chart`` needs matplotlib; nothing
else here needs more than Django, psutil and, for HTML, IPython.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kata.notebook.charts import Figure, Pair, bars, chart, lanes, slider
from kata.notebook.guesses import predict
from kata.notebook.meter import queries
from kata.notebook.plans import plan
from kata.notebook.racing import race
from kata.notebook.trip import round_trip

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = [
    "Figure",
    "Pair",
    "bars",
    "cache_server",
    "chart",
    "lanes",
    "plan",
    "predict",
    "queries",
    "race",
    "round_trip",
    "sandbox",
    "slider",
    "start",
]


def start() -> Any:
    """Have Arena's large world at hand, and the magics: the first line of a lesson."""
    from kata.notebook import arena

    return arena.start()


def sandbox(*, large: bool = False) -> Any:
    """Have an Arena at hand that may be written to, empty or large: the first line of a lesson."""
    from kata.notebook import arena

    return arena.sandbox(large=large)


def cache_server() -> Any:
    """Have an empty Valkey at hand as Django's default cache: after ``start`` or ``sandbox``."""
    from kata.notebook import arena

    return arena.cache_server()


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Add the magics: ``%load_ext kata.notebook``."""
    from kata.notebook import magics

    magics.register(shell)
