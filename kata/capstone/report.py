"""A verdict as one HTML page that needs no other file, to be read by others too."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import log
from statistics import median
from string import Template

from kata.capstone.load import CLIENTS, Round
from kata.capstone.run import Verdict
from kata.capstone.score import TIERS, busy

TITLE = "Slowbook"
PAGES = 15  # that the table shows
RUNS = 40  # that the time line shows

PAGE = Template("""\
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
  :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --line: #d5dae1;
          --back: #fff; --card: #f5f7f9; --was: #9aa5b3; --now: #0b7a53; --bad: #b3261e }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e6eaf0; --soft: #9aa5b3; --line: #363f4b; --back: #14181e; --card: #1d232b;
            --was: #66717f; --now: #4cc38a; --bad: #ff8a80 } }
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 60rem; margin: auto;
         padding: 2rem 1rem 4rem; color: var(--ink); background: var(--back) }
  h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .5rem }
  h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem }
  p { margin: .5rem 0 } .soft { color: var(--soft) } .lead { font-size: 1.15rem }
  .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem;
           margin: 1.5rem 0 }
  .card { background: var(--card); border-radius: .5rem; padding: 1rem }
  .card b { display: block; font-size: 1.7rem; line-height: 1.25 }
  .table { overflow-x: auto }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; vertical-align: top; padding: .35rem .9rem .35rem 0;
           border-bottom: 1px solid var(--line) }
  th { color: var(--soft); font-weight: 600 }
  .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
  .ok { color: var(--now) } .bad { color: var(--bad); font-weight: 600 }
  code { font: .9em ui-monospace, Menlo, Consolas, monospace }
  svg { width: 100%; height: auto; font: 13px system-ui, sans-serif }
  svg text { fill: var(--ink) } svg .soft { fill: var(--soft) }
  .was { fill: var(--was) } .now { fill: var(--now) } .no { fill: var(--bad) }
  .rule { stroke: var(--line) } .way { stroke: var(--now); fill: none; stroke-width: 2 }
</style>
<body>
$body
</body>
</html>
""")


def page(verdict: Verdict, earlier: Sequence[Verdict]) -> str:
    """Return the report on a verdict.

    Args:
        earlier: the verdicts on the learner's project, this one among them, the oldest first.
    """
    parts = [f"<h1>{escape(headline(verdict))}</h1>", f'<p class="lead">{_lead(verdict)}</p>']
    if verdict.pairs:
        parts += [_cards(verdict), _chart(verdict)]
    parts += ["<h2>What holds</h2>", _gates(verdict)]
    if len(earlier) > 1:
        parts += ["<h2>The way here</h2>", _time_line(earlier)]
    if verdict.alone:
        parts += ["<h2>Where the time goes</h2>", _kinds(verdict)]
    parts += ["<h2>How it was measured</h2>", _method(verdict), _versions(verdict.versions)]
    title = f"{TITLE}: {headline(verdict)}"
    return PAGE.substitute(title=escape(title), body="\n".join(parts))


def headline(verdict: Verdict) -> str:
    """Return the result in a few words."""
    failed = sum(not gate.passed for gate in verdict.gates)
    if failed:
        return f"{TITLE}: {failed} gate{'s' * (failed > 1)} failed"
    found = verdict.score
    if not found:
        return f"{TITLE}: not measured"
    tier = f", {verdict.tier}" if verdict.tier else ", no tier yet"
    return f"{TITLE}: {times(found.ratio)} the requests a second{tier}"


def times(ratio: float) -> str:
    """Return ``12.4x``."""
    return f"{ratio:.1f}x" if ratio < 99.95 else f"{ratio:,.0f}x"


def _lead(verdict: Verdict) -> str:
    if not verdict.pairs:
        return "Speed counts when every gate has passed, so it was not measured."
    before, after = sides(verdict)
    said = (
        f"On the same machine the original answers {number(_rate(before))} requests a second, and "
        f"this version {number(_rate(after))}. 95 of 100 requests take at most "
        f"{milliseconds(_p95(after))}; on the original {milliseconds(_p95(before))}."
    )
    return said if verdict.holds else f"{said} This does not count, since a gate has failed."


def sides(verdict: Verdict) -> tuple[list[Round], list[Round]]:
    """Return the rounds of the original, and those of the answer."""
    return [before for before, _ in verdict.pairs], [after for _, after in verdict.pairs]


def _cards(verdict: Verdict) -> str:
    found = verdict.score
    assert found
    before, after = sides(verdict)
    cards = [
        (times(found.ratio), "requests a second, median of the pairs"),
        (times(found.lowest), "in the slowest pair, which decides the tier"),
        (f"{number(_rate(before))} → {number(_rate(after))}", "requests a second"),
        (f"{milliseconds(_p95(before))} → {milliseconds(_p95(after))}", "p95 of a request"),
    ]
    inside = "".join(
        f'<div class="card"><b>{escape(big)}</b><span class="soft">{escape(small)}</span></div>'
        for big, small in cards
    )
    return f'<div class="cards">{inside}</div>'


def _chart(verdict: Verdict) -> str:
    """Return requests a second of each round, and the p95, as bars."""
    rows: list[tuple[str, float, float, str]] = []
    for index, (before, after) in enumerate(verdict.pairs, 1):
        text = f"{number(before.per_second)}, {number(after.per_second)}"
        rows.append((f"Round {index}", before.per_second, after.per_second, text))
    rates = _bars("Requests a second: longer is better", rows)
    rows = [
        (
            f"Round {index}",
            before.p95,
            after.p95,
            f"{milliseconds(before.p95)}, {milliseconds(after.p95)}",
        )
        for index, (before, after) in enumerate(verdict.pairs, 1)
    ]
    key = (
        '<p class="soft"><svg viewBox="0 0 12 12" style="width:.8em" aria-hidden="true">'
        '<rect class="was" width="12" height="12"/></svg> original '
        '<svg viewBox="0 0 12 12" style="width:.8em" aria-hidden="true">'
        '<rect class="now" width="12" height="12"/></svg> this version</p>'
    )
    return f"{key}{rates}{_bars('p95: shorter is better', rows)}"


def _bars(title: str, rows: Sequence[tuple[str, float, float, str]]) -> str:
    most = max(max(before, after) for _, before, after, _ in rows) or 1.0
    left, width, high = 80, 560, 40
    parts = [f'<text x="0" y="16" font-weight="600">{escape(title)}</text>']
    for index, (name, before, after, text) in enumerate(rows):
        top = 30 + index * high
        parts.append(f'<text class="soft" x="0" y="{top + 18}">{escape(name)}</text>')
        for kind, value, at in (("was", before, top), ("now", after, top + 14)):
            size = max(2.0, width * value / most)
            parts.append(
                f'<rect class="{kind}" x="{left}" y="{at}" width="{size:.1f}" height="12" rx="2"/>'
            )
        parts.append(
            f'<text class="soft" x="{left + width + 8}" y="{top + 18}">{escape(text)}</text>'
        )
    tall = 34 + len(rows) * high
    return f'<svg viewBox="0 0 800 {tall}" role="img" aria-label="{escape(title)}">' + (
        "".join(parts) + "</svg>"
    )


def _time_line(earlier: Sequence[Verdict]) -> str:
    """Return the score of each run on a logarithmic scale, with the limits of the tiers."""
    found = list(earlier)[-RUNS:]
    highest = max([40.0, *(run.score.ratio * 1.3 for run in found if run.score)])
    left, width, tall = 90, 690, 220

    def up(ratio: float) -> float:
        return tall - 30 - (tall - 50) * log(max(ratio, 0.8) / 0.8) / log(highest / 0.8)

    parts = []
    for name, limit in (*TIERS, ("original", 1.0)):
        parts.append(
            f'<line class="rule" x1="{left}" x2="{left + width}" y1="{up(limit):.1f}" '
            f'y2="{up(limit):.1f}"/>'
            f'<text class="soft" x="0" y="{up(limit) + 4:.1f}">{name} {limit:g}x</text>'
        )
    step = width / max(1, len(found) - 1)
    way = []
    for index, run in enumerate(found):
        across = left + index * step
        if run.score and run.holds:
            at = up(run.score.ratio)
            way.append(f"{across:.1f},{at:.1f}")
            label = f"{_day(run)}: {times(run.score.ratio)}"
            parts.append(_dot("now", across, at, label))
        else:
            wrong = ", ".join(gate.title for gate in run.gates if not gate.passed)
            parts.append(_dot("no", across, tall - 12, f"{_day(run)}: failed: {wrong}"))
    line = f'<polyline class="way" points="{" ".join(way)}"/>'
    chart = (
        f'<svg viewBox="-4 0 800 {tall}" role="img" aria-label="The score of each run">'
        f"{line}{''.join(parts)}</svg>"
    )
    first, last = _day(found[0]), _day(found[-1])
    return (
        f'{chart}<p class="soft">{len(found)} runs from {escape(first)} to {escape(last)}. '
        "Each dot is a run; the scale is logarithmic. A dot at the bottom is a run in which a "
        "gate failed.</p>"
    )


def _dot(kind: str, across: float, at: float, label: str) -> str:
    return (
        f'<circle class="{kind}" cx="{across:.1f}" cy="{at:.1f}" r="4">'
        f"<title>{escape(label)}</title></circle>"
    )


def _day(verdict: Verdict) -> str:
    return f"{verdict.at[:10]} {verdict.at[11:16]} UTC"


def _gates(verdict: Verdict) -> str:
    rows = []
    for gate in verdict.gates:
        mark = ("ok", "holds") if gate.passed else ("bad", "fails")
        more = "".join(f"<br>{escape(line)}" for line in gate.details)
        rows.append(
            f'<tr><td class="{mark[0]}">{mark[1]}</td><td>{escape(gate.title)}</td>'
            f'<td class="soft">{escape(gate.says)}{more}</td></tr>'
        )
    return _table("<th></th><th>Gate</th><th>What was seen</th>", rows)


def _kinds(verdict: Verdict) -> str:
    assert verdict.alone
    was, now = ({kind.name: kind for kind in each.kinds} for each in verdict.alone)
    whole_was = sum(kind.total for kind in was.values()) or 1.0
    whole_now = sum(kind.total for kind in now.values()) or 1.0
    rows = []
    for name in sorted(now, key=lambda name: -now[name].total)[:PAGES]:
        new, old = now[name], was.get(name)
        cells = [
            f"{new.total / whole_now:.0%}",
            milliseconds(new.average),
            milliseconds(new.p95),
            f"{old.total / whole_was:.0%}" if old else "",
            milliseconds(old.average) if old else "",
            milliseconds(old.p95) if old else "",
        ]
        numbers = "".join(f'<td class="n">{escape(cell)}</td>' for cell in cells)
        rows.append(f"<tr><td><code>{escape(name)}</code></td>{numbers}</tr>")
    names = ("share now", "average", "p95", "share before", "average", "p95")
    head = "<th>Page</th>" + "".join(f'<th class="n">{name}</th>' for name in names)
    note = (
        '<p class="soft">The pages that take most of the time now, summed over all requests for '
        "them. The next gain is in the first rows. One client has sent these requests, so none "
        "waits for another.</p>"
    )
    return note + _table(head, rows)


def _method(verdict: Verdict) -> str:
    if not verdict.pairs:
        return f"<p>{escape(_day(verdict))}.</p>"
    return (
        f"<p>{escape(_day(verdict))}. {CLIENTS} clients of k6 each send the next request as soon "
        "as they have a response, reads and writes in a fixed order. The original and this "
        f"version have the same servers and the same data on one machine. They are loaded in turn, "
        f"{len(verdict.pairs)} rounds each, and each ratio is of two rounds that follow each "
        "other, divided by the share of the processors that other programs left free. The score is "
        f"the median ratio; a tier counts when every pair reaches it. {busy(verdict.pairs)}</p>"
    )


def _versions(found: Mapping[str, str]) -> str:
    rows = [
        f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in found.items()
    ]
    return _table("<th>Program</th><th>Version</th>", rows)


def _table(head: str, rows: Iterable[str]) -> str:
    return f'<div class="table"><table><tr>{head}</tr>{"".join(rows)}</table></div>'


def _rate(rounds: Sequence[Round]) -> float:
    return median(each.per_second for each in rounds)


def _p95(rounds: Sequence[Round]) -> float:
    return median(each.p95 for each in rounds)


def number(value: float) -> str:
    """Return ``1,234`` or ``12.3``."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def milliseconds(value: float) -> str:
    """Return ``1,234 ms`` or ``1.23 ms``."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} ms"
