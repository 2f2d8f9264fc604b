"""The plan becomes a tree of small objects that know their time, and each fact is read from its flat list."""

import json
from dataclasses import dataclass
from itertools import chain


@dataclass
class Step:
    kind: str
    table: str | None
    loops: float
    each: float
    filtered: float
    feeding: list["Step"]

    @classmethod
    def read(cls, node):
        return cls(
            kind=node["Node Type"],
            table=node.get("Relation Name"),
            loops=node["Actual Loops"],
            each=node["Actual Total Time"],
            filtered=node.get("Rows Removed by Filter", 0),
            feeding=[cls.read(child) for child in node.get("Plans", [])],
        )

    @property
    def time(self):
        return self.each * self.loops

    @property
    def own_time(self):
        return self.time - sum(step.time for step in self.feeding)

    def everything(self):
        return [self, *chain.from_iterable(step.everything() for step in self.feeding)]


def facts(queryset):
    [answer] = json.loads(f"[{queryset.explain(format='JSON', analyze=True, timing=True)}]")
    steps = Step.read(answer["Plan"]).everything()
    scans = [[step.kind, step.table] for step in steps if step.table is not None]
    costliest = sorted(steps, key=lambda step: step.own_time)[-1]
    return {
        "scans": sorted(scans),
        "removed": sum(step.filtered * step.loops for step in steps),
        "costliest": costliest.kind,
    }
