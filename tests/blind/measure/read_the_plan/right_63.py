"""A small class stands for a step, and knows its table, its removed rows and its own time."""

import json
from dataclasses import dataclass, field


@dataclass
class Step:
    kind: str
    table: str | None
    removed: int
    total: float
    feeders: list["Step"] = field(default_factory=list)

    @classmethod
    def from_json(cls, node):
        loops = node["Actual Loops"]
        return cls(
            kind=node["Node Type"],
            table=node.get("Relation Name"),
            removed=loops * node.get("Rows Removed by Filter", 0),
            total=loops * node["Actual Total Time"],
            feeders=[cls.from_json(child) for child in node.get("Plans", ())],
        )

    @property
    def own(self):
        return self.total - sum(feeder.total for feeder in self.feeders)

    def everything(self):
        found = [self]
        for feeder in self.feeders:
            found.extend(feeder.everything())
        return found


def facts(queryset):
    [explained] = json.loads(queryset.explain(format="json", analyze=True, timing=True))
    steps = Step.from_json(explained["Plan"]).everything()
    steps_with_table = [step for step in steps if step.table is not None]
    return {
        "scans": sorted([step.kind, step.table] for step in steps_with_table),
        "removed": sum(step.removed for step in steps),
        "costliest": max(steps, key=lambda step: step.own).kind,
    }
