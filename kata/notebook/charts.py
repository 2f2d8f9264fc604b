"""Charts that are drawn in the text's colour, on whatever ground: light, dark or paper.

matplotlib draws an SVG with stand-in colours, which are replaced here by ``currentColor``; its text
stays text, in the page's own font. Styles become attributes, because the site's security policy
allows no inline styles. Below each chart its figures can be unfolded, and a screen reader is told
them in a sentence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from itertools import count
from typing import Any

from kata.notebook import trip
from kata.notebook.html import COLOURS, table, tag, text
from kata.notebook.show import Output, in_notebook, is_static, show

INK = "#010203"  # stands for the colour of the text
MARKERS = ("o", "s", "^", "D")
SIZE = (5.2, 3.0)  # inches; narrow, so that letters stay legible on a phone
TEXT = 12  # points
TOLD = 12  # points of a series that a screen reader is told

HEIGHTS = (0.64, 0.2, 0.42)  # of the bars in a lane, so that kinds differ not by colour alone
Points = Mapping[float, float] | Sequence[tuple[float, float]]


class Figure(Output):
    """A chart: SVG in a notebook, its figures in a terminal."""

    def __init__(
        self,
        title: str,
        svg: str,
        legend: Sequence[str],
        head: list[str],
        rows: list[list[str]],
        *,
        signs: Sequence[str] = (),
    ) -> None:
        self.title, self.svg, self.legend = title, svg, legend
        self.head, self.rows = head, rows
        self.signs = signs
        self.note = trip.note()

    def html(self) -> str:
        """Return title, legend, drawing and the figures, folded."""
        legend = [
            tag("span", "", tag("span", "", sign, **{"aria-hidden": "true"}), " ", text(name))
            for sign, name in zip(self.signs, self.legend, strict=False)
        ]
        figures = table(
            self.head, [[text(c) for c in row] for row in self.rows], _all_but_first(self), set()
        )
        return tag(
            "figure",
            "figure",
            tag("figcaption", "title", text(self.title)),
            tag("div", "legend", *legend) if legend else "",
            self.svg,
            tag("p", "note", text(self.note)) if self.note else "",
            tag("details", "fold", tag("summary", "summary", "The figures"), figures),
        )

    def __str__(self) -> str:
        columns = list(zip(self.head, *self.rows, strict=True))
        wide = [max(map(len, column)) for column in columns]
        lines = [
            "  ".join(cell.rjust(room) for cell, room in zip(row, wide, strict=True))
            for row in [self.head, *self.rows]
        ]
        return "\n".join([self.title, *lines, *([self.note] if self.note else [])])


def chart(
    title: str,
    series: Mapping[str, Points],
    *,
    x: str,
    y: str,
    limits: Mapping[str, float] | None = None,
    across: Mapping[str, float] | None = None,
    dots: bool = False,
    top: float | None = None,
    logarithmic: bool = False,
) -> Figure:
    """Draw lines, or dots, of one or several series.

    Args:
        title: what to see in it.
        series: for each name its points, x to y.
        x, y: what the axes say, with units.
        limits: horizontal lines to point out, by name.
        across: vertical ones.
        dots: do not join the points.
        top: where the y axis ends, if not at the largest value.
        logarithmic: each step of the x axis is a multiple, marked where there are points.

    Example::

        chart("Queries against rows", {"loop": {1: 2, 10: 11}}, x="rows", y="queries")
    """
    drawn = {
        name: list(points.items() if isinstance(points, Mapping) else points)
        for name, points in series.items()
    }
    figure, axes = _canvas(SIZE)
    looks = _looks(list(drawn))
    for (name, points), look in zip(drawn.items(), looks, strict=True):
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        style: dict[str, Any] = {"color": COLOURS[look], "marker": MARKERS[look], "label": name}
        if dots:
            axes.plot(xs, ys, linestyle="none", markersize=3.2, alpha=0.75, **style)
        else:
            axes.plot(xs, ys, linewidth=2, markersize=5.5, **style)
    most = max([y for points in drawn.values() for _, y in points] + list((limits or {}).values()))
    axes.set_ylim(0, top or 1.08 * most or 1)
    if logarithmic:
        places = sorted({x for points in drawn.values() for x, _ in points})
        axes.set_xscale("log")
        axes.set_xticks(places, [f"{place:,g}" for place in places], fontsize=TEXT - 2)
        axes.minorticks_off()
    else:
        axes.set_xlim(left=0)
    for name, level in (limits or {}).items():
        axes.axhline(level, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.annotate(
            name, (1, level), xycoords=("axes fraction", "data"), xytext=(-4, 3),
            textcoords="offset points", ha="right", va="bottom", color=INK, fontsize=TEXT,
        )  # fmt: skip
    for name, level in (across or {}).items():
        axes.axvline(level, color=INK, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.annotate(
            name, (level, 1), xycoords=("data", "axes fraction"), xytext=(4, -4),
            textcoords="offset points", ha="left", va="top", color=INK, fontsize=TEXT,
        )  # fmt: skip
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    told = "; ".join(f"{name}: {_told(points, x, y)}" for name, points in drawn.items())
    marks = ", ".join(
        f"{name} at {level:g}" for name, level in {**(limits or {}), **(across or {})}.items()
    )
    alternative = f"{title}. {told}.{f' Marked: {marks}.' if marks else ''}"
    signs = [_sign(look) for look in looks]
    svg, (head, rows) = _svg(figure, alternative), _figures(drawn, x)
    return Figure(title, svg, list(drawn) if len(drawn) > 1 else [], head, rows, signs=signs)


def bars(
    title: str,
    values: Mapping[str, float],
    *,
    unit: str,
    kinds: Sequence[str] = (),
    limits: Mapping[str, float] | None = None,
    logarithmic: bool = False,
) -> Figure:
    """Draw one bar for each value, each with its figure.

    Args:
        title: what to see in it.
        values: the length of each bar, by its name.
        unit: of the values; x for so many times as much.
        kinds: that of each bar, in the order of the bars, which decides its colour.
        limits: vertical lines to point out, by name; below the largest value.
        logarithmic: bars begin at 1, and each multiple has the same length everywhere.

    Example::

        bars("An order page", {"loop": 210, "joined": 12}, unit="ms")
    """
    figure, axes = _canvas((SIZE[0], 0.2 + 0.5 * len(values)))
    names, sizes = list(values), list(values.values())
    places = range(len(names))
    colours = dict(zip(dict.fromkeys(kinds), COLOURS, strict=False))
    first, most = (1 if logarithmic else 0), max([*sizes, *(limits or {}).values()], default=1)
    axes.barh(
        places,
        [size - first for size in sizes],
        left=first,
        color=[colours[kind] for kind in kinds] or COLOURS[1],
        height=0.4,
    )
    for place, name, size in zip(places, names, sizes, strict=True):
        # A name above its bar leaves all of a phone's width to the bar.
        written = axes.annotate(
            name, (first, place - 0.26), xytext=(0, 0), textcoords="offset points",
            va="bottom", color=INK, fontsize=TEXT,
        )  # fmt: skip
        written.set_in_layout(not limits)  # else a long name would make the bars shorter
        # Where lines are, a figure at the end of its bar would stand on one.
        at: dict[str, Any] = (
            {"xy": (1, place), "xycoords": ("axes fraction", "data"), "ha": "right"}
            if limits
            else {"xy": (size, place), "xytext": (5, 0), "textcoords": "offset points"}
        )
        axes.annotate(_with_unit(size, unit), va="center", color=INK, fontsize=TEXT, **at)
    axes.set_yticks([])
    axes.set_ylim(len(names) - 0.7, -0.75)
    if logarithmic:
        axes.set_xscale("log")
        axes.minorticks_off()
    axes.set_xlim(first, (most**1.2 if logarithmic else 1.25 * most) or 1)
    axes.grid(False)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([])
    for name, level in (limits or {}).items():
        # Beside the bars only: it would strike out their names.
        axes.vlines(
            [level] * len(names), [place - 0.24 for place in places],
            [place + 0.24 for place in places], color=INK, linewidth=1.2,
        )  # fmt: skip
        axes.annotate(
            name, (level, 1), xycoords=("data", "axes fraction"), xytext=(0, 4),
            textcoords="offset points", ha="center", va="bottom", color=INK, fontsize=TEXT,
        )  # fmt: skip
    told = ", ".join(f"{name} {_with_unit(size, unit)}" for name, size in values.items())
    marks = ", ".join(f"{name} at {level:g}" for name, level in (limits or {}).items())
    rows = [[name, _short(size)] for name, size in values.items()]
    alternative = f"{title}. {told}.{f' Marked: {marks}.' if marks else ''}"
    signs = [_block(colour, HEIGHTS[0]) for colour in colours.values()]
    drawn = _svg(figure, alternative)
    return Figure(title, drawn, list(colours), ["", unit], rows, signs=signs)


def lanes(
    title: str,
    tasks: Mapping[str, Sequence[tuple[str, float, float]]],
    *,
    x: str,
    kinds: Sequence[str] = (),
    end: float | None = None,
) -> Figure:
    """Draw who did what when: a lane for each, and a bar for each stretch of time.

    Args:
        title: what to see in it.
        tasks: for each lane its bars: what was done, from when to when. Up to three kinds.
        x: what the axis says, with its unit.
        kinds: those of the bars, in the order of their colours; else as they come.
        end: where the axis ends, if not at the last bar: the same for charts to be compared.

    Example::

        lanes("At the door", {"A": [("works", 0, 5)], "B": [("waits", 0, 5)]}, x="ms")
    """
    there = (kind for done in tasks.values() for kind, _, _ in done)
    kinds = list(dict.fromkeys([*kinds, *there]))
    looks = dict(zip(kinds, zip(COLOURS, HEIGHTS, strict=False), strict=False))
    if len(looks) < len(kinds):
        raise ValueError(f"A lane has at most {len(HEIGHTS)} kinds of bars, not {len(kinds)}.")
    figure, axes = _canvas((SIZE[0], 0.7 + 0.26 * len(tasks)))
    for place, done in enumerate(tasks.values()):
        for kind, begin, until in done:
            colour, height = looks[kind]
            axes.barh(place, until - begin, left=begin, color=colour, height=height)
    axes.set_yticks(range(len(tasks)), list(tasks))
    axes.invert_yaxis()
    last = max((until for done in tasks.values() for _, _, until in done), default=0)
    axes.set_xlim(0, 1.03 * (end or last) or 1)
    axes.grid(False)
    axes.grid(axis="x", color=INK, alpha=0.16, linewidth=0.8)
    axes.set_xlabel(x)
    told = "; ".join(
        f"{name}: {', '.join(_stretch(*bar) for bar in done) or 'nothing'}"
        for name, done in tasks.items()
    )
    rows = [
        [name, kind, _short(begin), _short(end)]
        for name, done in tasks.items()
        for kind, begin, end in done
    ]
    signs = [_block(*looks[kind]) for kind in kinds]
    drawn = _svg(figure, f"{title}. {told}. ({x})")
    return Figure(title, drawn, kinds, ["", "", "from", "to"], rows, signs=signs)


def slider(
    draw: Callable[[float], Output],
    label: str,
    values: Sequence[float],
    *,
    shown: Sequence[float] | None = None,
) -> None:
    """Let the learner move a value and see what ``draw`` makes of it.

    Args:
        draw: returns a chart, or several below each other, for a value.
        label: what the value is, with its unit.
        values: those to choose from; the first one is shown at first.
        shown: where nothing can be moved, as on the site, show these.
    """
    if not in_notebook() or is_static() or not _has_widgets():
        for value in shown or values[:1]:
            show(draw(value))
        return
    import ipywidgets
    from IPython.display import display

    picture = ipywidgets.HTML(draw(values[0]).html())
    handle = ipywidgets.SelectionSlider(
        options=[(f"{value:g}", value) for value in values],
        value=values[0],
        description=label,
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": "min(36em, 95%)"},
    )
    pictures = {values[0]: picture.value}

    def moved(change: Any) -> None:
        value = change["new"]
        if value not in pictures:
            pictures[value] = draw(value).html()
        picture.value = pictures[value]

    handle.observe(moved, names="value")
    display(ipywidgets.VBox([handle, picture]))


class Pair(Output):
    """Two charts, beside each other where there is room."""

    def __init__(self, *outputs: Output) -> None:
        self.outputs = outputs

    def html(self) -> str:
        """Return both."""
        return tag("div", "pair", *(tag("div", "half", each.html()) for each in self.outputs))

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.outputs))


def _has_widgets() -> bool:
    from importlib.util import find_spec

    return find_spec("ipywidgets") is not None


def _canvas(size: tuple[float, float]) -> tuple[Any, Any]:
    try:
        from matplotlib.figure import Figure as Canvas
    except ImportError:
        raise RuntimeError("A chart needs matplotlib: pip install matplotlib") from None
    figure = Canvas(figsize=size, layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(INK)
    axes.tick_params(colors=INK, labelsize=TEXT, length=0, pad=5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.label.set(color=INK, fontsize=TEXT)
    axes.grid(axis="y", color=INK, alpha=0.16, linewidth=0.8)
    axes.set_axisbelow(True)
    return figure, axes


def _svg(figure: Any, alternative: str) -> str:
    import matplotlib as mpl

    file = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "kata", "font.size": TEXT}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return _adapted(file.getvalue(), alternative)


def _adapted(svg: str, alternative: str) -> str:
    """Return matplotlib's SVG as part of a page: its colours, its font, no style, no stray id."""
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    view = re.search(r'viewBox="([^"]+)"', svg)
    root = tag(
        "svg", "svg", "\0", xmlns="http://www.w3.org/2000/svg", viewBox=view[1] if view else "",
        role="img",
        **{"aria-label": alternative, "stroke-linejoin": "round", "stroke-linecap": "butt"},
    ).partition("\0")[0]  # fmt: skip
    body = re.sub(r"^<svg.*?>", "", svg, count=1, flags=re.DOTALL)
    body = body.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "").replace(
        "xlink:href", "href"
    )
    body = re.sub(r' style="([^"]*)"', lambda found: _attributes(found[1]), body)
    body = body.replace(INK, "currentColor")
    used = set(re.findall(r'(?:href="|url\()#([^")]+)', body))
    body = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", body)
    # Other charts are on the page, of other notebooks or the same one drawn twice.
    own = f"{sha256(body.encode()).hexdigest()[:8]}-{next(_drawn)}"
    body = re.sub(r'( id="|href="#|url\(#)', rf"\g<1>{own}-", body)
    body = re.sub(r"(\d\.\d\d)\d+", r"\1", body)  # a hundredth of a point is not seen
    return root + re.sub(r">\s+<", "><", body).replace("\n", " ")


def _attributes(style: str) -> str:
    kept = []
    for rule in style.split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name == "font":  # "10px 'DejaVu Sans', ...": the page's own font serves
            size = re.search(r"([\d.]+)px", value)
            kept.append(("font-size", size[1] if size else f"{TEXT}"))
        elif name and name != "font-family":
            kept.append((name, value.removesuffix("px")))
    return "".join(f' {name}="{value}"' for name, value in kept)


_drawn = count()
_known: dict[str, int] = {}  # how a series of this name was drawn before


def _looks(names: Sequence[str]) -> list[int]:
    """Return a colour and a marker for each series: those that its name had in earlier charts."""
    looks: list[int] = []
    for name in names:
        others = {_known.get(other) for other in names if other != name}
        own = _known.get(name)
        free = [look for look in range(len(COLOURS)) if look not in looks] or range(len(COLOURS))
        looks.append(min(free, key=lambda look: (look != own, look in others, look)))
        _known.setdefault(name, looks[-1])
    return looks


def _sign(look: int) -> str:
    shape = _shape(MARKERS[look], COLOURS[look])
    return f'<svg viewBox="0 0 10 10" width="10" height="10">{shape}</svg>'


def _shape(marker: str, colour: str) -> str:
    points = {
        "s": "1,1 9,1 9,9 1,9",
        "^": "5,0.5 9.5,9 0.5,9",
        "D": "5,0 10,5 5,10 0,5",
    }
    if marker == "o":
        return f'<circle cx="5" cy="5" r="4.5" fill="{colour}"/>'
    return f'<polygon points="{points[marker]}" fill="{colour}"/>'


def _block(colour: str, height: float) -> str:
    """Return the sign of a kind of bars: as high as they are in their lane."""
    shape = f'<rect y="{5 - 5 * height:g}" width="10" height="{10 * height:g}" fill="{colour}"/>'
    return f'<svg viewBox="0 0 10 10" width="10" height="10">{shape}</svg>'


def _stretch(kind: str, begin: float, end: float) -> str:
    return f"{kind} from {_short(begin)} to {_short(end)}"


def _told(points: Sequence[tuple[float, float]], x: str, y: str) -> str:
    if len(points) <= TOLD:
        return ", ".join(f"{_short(b)} at {_short(a)}" for a, b in points)
    highest = max(b for _, b in points)
    return (
        f"{len(points)} points, the highest {_short(highest)} ({y}), "
        f"the last at {_short(points[-1][0])} ({x})"
    )


def _figures(
    drawn: Mapping[str, Sequence[tuple[float, float]]], x: str
) -> tuple[list[str], list[list[str]]]:
    """Return head and rows: one row for each x, or a summary where the series share none."""
    if all(len(points) <= TOLD for points in drawn.values()):
        places = sorted({a for points in drawn.values() for a, _ in points})
        known = [dict(points) for points in drawn.values()]
        rows = [
            [_short(a), *(_short(points[a]) if a in points else "" for points in known)]
            for a in places
        ]
        return [x, *drawn], rows
    head = ["", "points", "lowest", "median", "highest"]
    rows = []
    for name, points in drawn.items():
        ys = sorted(b for _, b in points)
        middle = ys[len(ys) // 2]
        rows.append([name, f"{len(ys):,}", _short(ys[0]), _short(middle), _short(ys[-1])])
    return head, rows


def _short(number: float) -> str:
    if number == int(number) or abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}" if abs(number) >= 10 else f"{number:.2g}"


def _with_unit(size: float, unit: str) -> str:
    return f"{_short(size)}{'' if unit == 'x' else ' '}{unit}"


def _all_but_first(figure: Figure) -> set[int]:
    return set(range(1, len(figure.head)))
