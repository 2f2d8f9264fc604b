"""Without a package: a regular expression for the labels, and bisect for the bucket."""

import re
from bisect import bisect_left
from itertools import groupby

HISTOGRAM = "django_http_requests_latency_seconds_by_view_method"
LINE = re.compile(
    rf'{HISTOGRAM}_bucket\{{((?:\w+="(?:[^"\\]|\\.)*",?)*)\}}\s+([^\s]+)(?:\s+-?\d+)?\s*'
)
LABEL = re.compile(r'(\w+)="((?:[^"\\]|\\.)*)"')
ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}


def p95(earlier, later):
    increases = []
    for instance in later:
        then, now = read(earlier.get(instance, "")), read(later[instance])
        restarted = any(key not in now or now[key] < then[key] for key in then)
        for key, number in now.items():
            labels = dict(key)
            began = 0.0 if restarted else then.get(key, 0.0)
            increases.append((labels["view"], float(labels["le"]), number - began))
    increases.sort()
    result = {}
    for view, of_view in groupby(increases, key=lambda row: row[0]):
        table = [
            (bound, sum(row[2] for row in rows))
            for bound, rows in groupby(of_view, key=lambda row: row[1])
        ]
        bounds, counts = zip(*table)
        if not counts[-1]:
            continue
        wanted = counts[-1] * 95 / 100
        at = bisect_left(counts, wanted)
        if at == len(bounds) - 1:
            result[view] = bounds[-2]
        else:
            lower, below = (bounds[at - 1], counts[at - 1]) if at else (0, 0)
            part = (wanted - below) / (counts[at] - below)
            result[view] = lower * (1 - part) + bounds[at] * part
    return result


def read(text):
    found = {}
    for line in text.split("\n"):
        if match := LINE.fullmatch(line.strip()):
            labels = tuple(
                sorted(
                    (name, re.sub(r'\\[\\"n]', lambda escape: ESCAPES[escape[0]], value))
                    for name, value in LABEL.findall(match[1])
                )
            )
            found[labels] = float(match[2])
    return found
