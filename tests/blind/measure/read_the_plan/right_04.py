"""RIGHT: a dataclass for a step, with properties; the tree is made of these."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Step:
    kind: str
    table: str | None
    removed_by_filter: float
    loops: float
    ms_a_loop: float
    feeders: list[Step] = field(default_factory=list)

    @classmethod
    def of(cls, node: dict) -> Step:
        return cls(
            kind=node["Node Type"],
            table=node.get("Relation Name"),
            removed_by_filter=node.get("Rows Removed by Filter", 0),
            loops=node["Actual Loops"],
            ms_a_loop=node["Actual Total Time"],
            feeders=[cls.of(child) for child in node.get("Plans", [])],
        )

    @property
    def ms(self) -> float:
        return self.ms_a_loop * self.loops

    @property
    def own_ms(self) -> float:
        return self.ms - sum(feeder.ms for feeder in self.feeders)

    @property
    def removed(self) -> int:
        return round(self.removed_by_filter * self.loops)

    def __iter__(self) -> Iterator[Step]:
        yield self
        for feeder in self.feeders:
            yield from feeder


def facts(queryset):
    explained = queryset.explain(format="json", analyze=True, verbose=False, costs=False)
    root = Step.of(json.loads(explained)[0]["Plan"])
    return {
        "scans": sorted([step.kind, step.table] for step in root if step.table is not None),
        "removed": sum(step.removed for step in root),
        "costliest": max(root, key=lambda step: step.own_ms).kind,
    }
