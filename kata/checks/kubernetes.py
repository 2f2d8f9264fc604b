"""Kubernetes manifests, read from YAML and accepted or refused as by Kubernetes' API server.

The fields come from Kubernetes' own schema, an excerpt of which is in ``kubernetes.json``. What the
server asks for beyond its schema is here, for the kinds that a site is made of.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date
from difflib import get_close_matches
from functools import cache
from pkgutil import get_data
from typing import Any

import yaml

from kata.checks.pods import Object, matches, quantity, share, times_a_day

TYPES: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
TYPES |= {"object": dict, "array": list}
NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?")
LABEL = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
VALUE = re.compile(r"|[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?")
HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc", "sleep")
ACCESS = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")
MILLION = 10**6


class Refused(Exception):
    """Kubernetes doesn't take the manifests. The first argument says why, in one sentence."""


class _Loader(yaml.SafeLoader):
    """Reads YAML as Kubernetes does: a key stands once, and is text; a date is text as well."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    again = {key for key in keys if keys.count(key) > 1 and key != "<<"}
    if again:
        line = node.start_mark.line + 1
        raise Refused(f"Two fields below line {line} have the name {min(again)}.")
    loader.flatten_mapping(node)
    made = loader.construct_mapping(node, deep=True)
    return {str(key).lower() if isinstance(key, bool) else str(key): made[key] for key in made}


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: str(node.value))


def read(text: str) -> list[dict[str, Any]]:
    """Return the objects of YAML with several documents, those of a List one by one.

    Raises:
        Refused: Kubernetes doesn't take one of them.
    """
    try:
        documents = [one for one in yaml.load_all(text, _Loader) if one is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" in line {mark.line + 1}" if mark else ""
        raise Refused(f"This is no YAML: {error.problem}{where}.") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Refused(f"This is no YAML: {' '.join(str(error).split())}.") from None
    objects = [one for document in documents for one in _flat(document)]
    seen = set[tuple[str, ...]]()
    for one in objects:
        for problem in problems(one):
            raise Refused(f"{title(one)}: {problem}.")
        this = one["kind"], namespace(one), one["metadata"]["name"]
        if this in seen:
            raise Refused(f"There are two objects {title(one)}.")
        seen.add(this)
    return objects


def _flat(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict) and str(document.get("kind", "")).endswith("List"):
        items = document.get("items") or []
        if not isinstance(items, list):
            raise Refused(f"The items of a List are {items!r:.40}.")
        for one in items:
            yield from _flat(one)
    elif isinstance(document, dict):
        yield _without_nulls(document)
    else:
        raise Refused(f"An object has fields, and {str(document)[:40]!r} has none.")


def _without_nulls(value: Any) -> Any:
    """Return a value without the fields that are null: to Kubernetes they aren't there."""
    if isinstance(value, dict):
        return {key: _without_nulls(it) for key, it in value.items() if it is not None}
    return [_without_nulls(it) for it in value] if isinstance(value, list) else value


def title(one: Object) -> str:
    """Return how to name an object, such as ``Deployment arena``."""
    about = one.get("metadata")
    name = about.get("name") if isinstance(about, dict) else None
    return f"{one.get('kind') or 'An object without a kind'} {name or 'without a name'}"


def namespace(one: Object) -> str:
    """Return the namespace of an object."""
    return str(one["metadata"].get("namespace") or "default")


def labels(one: Object) -> dict[str, str]:
    """Return the labels of an object or of a template of one."""
    return dict((one.get("metadata") or {}).get("labels") or {})


def template(one: Object) -> dict[str, Any] | None:
    """Return what an object makes pods of, and a Pod itself; None for an object without pods."""
    if one["kind"] == "Pod":
        return dict(one) if "spec" in one else None
    spec = one.get("spec") or {}
    if one["kind"] == "CronJob":
        spec = spec["jobTemplate"].get("spec") or {}
    found = spec.get("template") if isinstance(spec, dict) else None
    return found if isinstance(found, dict) and "spec" in found else None


def config(objects: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the data of each ConfigMap."""
    maps = [one for one in objects if one["kind"] == "ConfigMap"]
    return {one["metadata"]["name"]: one.get("data") or {} for one in maps}


def release(spec: Object, pods: int) -> tuple[int, int]:
    """Return how many pods a release of a Deployment adds at most, and how many it ends first."""
    strategy = spec.get("strategy") or {}
    if strategy.get("type") == "Recreate":
        return 0, pods
    rolling = strategy.get("rollingUpdate") or {}
    ends = share(rolling.get("maxUnavailable", "25%"), pods, up=False)
    adds = share(rolling.get("maxSurge", "25%"), pods, up=True)
    return adds, ends if ends or adds else 1


def evictions(spec: Object, pods: int) -> int:
    """Return how many pods at a time a PodDisruptionBudget lets be evicted."""
    if "minAvailable" in spec:
        return max(pods - share(spec["minAvailable"], pods, up=True), 0)
    return min(share(spec.get("maxUnavailable", 0), pods, up=True), pods)


def problems(one: Object) -> Iterator[str]:
    """Yield why Kubernetes doesn't take an object, the first reason first."""
    of = f"{one.get('apiVersion')} {one.get('kind')}"
    definition = _schema()["kinds"].get(of)
    if definition is None:
        kinds = [it for it in _schema()["kinds"] if it.partition(" ")[2] == one.get("kind")]
        or_else = f"; there is {' and '.join(kinds)}" if kinds else ""
        yield f"Kubernetes itself has no {of}{or_else}"
        return
    found = list(_unlike({"$ref": definition}, one, ""))
    yield from found
    if not found:
        try:
            yield from _refused(one)
        except ValueError as error:
            yield str(error)


@cache
def _schema() -> dict[str, Any]:
    data = get_data("kata.checks", "kubernetes.json")  # also from an archive, in the page
    return dict(json.loads(data or b""))


def _unlike(schema: Object, value: Any, where: str) -> Iterator[str]:
    """Yield where a value doesn't fit a schema."""
    while "$ref" in schema:
        schema = _schema()["definitions"][schema["$ref"]]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    is_one = any(isinstance(value, TYPES[kind]) for kind in kinds)
    if kinds and (not is_one or (isinstance(value, bool) and "boolean" not in kinds)):
        yield f"{where or 'it'} is {value!r:.40}, and not of type {' or '.join(kinds)}"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _unlike(schema.get("items", {}), item, f"{where}[{number}]")
    elif isinstance(value, dict) and ("properties" in schema or "values" in schema):
        fields = schema.get("properties", {})
        for name in schema.get("required", ()):
            if name not in value:
                yield f"{where + '.' if where else ''}{name} is missing"
        for name, field in value.items():
            path = f"{where}.{name}" if where else name
            if name in fields:
                yield from _unlike(fields[name], field, path)
            elif "values" in schema:
                yield from _unlike(schema["values"], field, path)
            else:
                near = get_close_matches(name, fields, 1)
                yield f"there is no field {path}" + (f"; there is {near[0]}" if near else "")


# What the API server asks for beyond the schema.


def _refused(one: Object) -> Iterator[str]:
    about, kind, spec = one.get("metadata") or {}, one["kind"], one.get("spec") or {}
    name = about.get("name") or ""
    if not (LABEL if kind == "Service" else NAME).fullmatch(name):
        yield f"metadata.name is {name!r}, and not of a-z, 0-9 and -"
    yield from _labels(about)
    if pod := template(one):
        yield from _labels(pod.get("metadata") or {})
        yield from _pod(pod["spec"], of_job=kind in ("Job", "CronJob"), bare=kind == "Pod")
    checks: dict[str, Callable[[Object], Iterator[str]]] = {
        "Deployment": _deployment,
        "StatefulSet": _selects,
        "DaemonSet": _selects,
        "ReplicaSet": _selects,
        "CronJob": _cron_job,
        "Service": _service,
        "HorizontalPodAutoscaler": _autoscaler,
        "PodDisruptionBudget": _budget,
        "PersistentVolumeClaim": _claim,
    }
    if kind in checks:
        yield from checks[kind](spec)
    if kind == "Secret":
        for value in (one.get("data") or {}).values():
            b64decode(value or "", validate=True)


def _labels(about: Object) -> Iterator[str]:
    for key, value in (about.get("labels") or {}).items():
        if not VALUE.fullmatch(value):
            yield f"the label {key} is {value!r}, and not of letters, digits, -, _ and ."


def _one_of(value: str | None, allowed: tuple[str, ...], where: str) -> Iterator[str]:
    if value is not None and value not in allowed:
        yield f"{where} is {value!r}, and not {' or '.join(allowed)}"


def _selects(spec: Object) -> Iterator[str]:
    selector = spec.get("selector") or {}
    if not (selector.get("matchLabels") or selector.get("matchExpressions")):
        yield "spec.selector is empty"
    elif not matches(selector, labels(spec.get("template") or {})):
        yield "spec.selector doesn't match the labels of spec.template"


def _deployment(spec: Object) -> Iterator[str]:
    yield from _selects(spec)
    strategy = spec.get("strategy") or {}
    yield from _one_of(strategy.get("type"), ("RollingUpdate", "Recreate"), "spec.strategy.type")
    rolling = strategy.get("rollingUpdate")
    if rolling and strategy.get("type") == "Recreate":
        yield "spec.strategy.rollingUpdate is not for Recreate"
    given = [(rolling or {}).get(field, "25%") for field in ("maxSurge", "maxUnavailable")]
    if sum(share(value, MILLION, up=True) for value in given) == 0:
        yield "maxSurge and maxUnavailable are both 0"
    if (spec.get("replicas") or 0) < 0:
        yield "spec.replicas is negative"


def _pod(spec: Object, *, of_job: bool, bare: bool) -> Iterator[str]:
    policy = spec.get("restartPolicy") or "Always"
    if not bare:
        yield from _one_of(
            policy, ("OnFailure", "Never") if of_job else ("Always",), "restartPolicy"
        )
    volumes = [one["name"] for one in spec.get("volumes") or ()]
    containers = [*(spec.get("initContainers") or ()), *spec["containers"]]
    if not spec["containers"]:
        yield "containers is empty"
    for names, what in ((volumes, "volumes"), ([one["name"] for one in containers], "containers")):
        if len(set(names)) < len(names):
            yield f"two {what} have the same name"
        for name in names:
            if not LABEL.fullmatch(name):
                yield f"the name {name!r} is not of a-z, 0-9 and -"
    for one in spec.get("volumes") or ():
        if len(one) > 2:
            yield f"the volume {one['name']} has two sources"
    grace = spec.get("terminationGracePeriodSeconds", 30)
    for one in containers:
        for problem in _container(one, grace):
            yield f"in the container {one['name']}, {problem}"
        for mount in one.get("volumeMounts") or ():
            if mount["name"] not in volumes:
                yield f"the container {one['name']} mounts {mount['name']}, which is no volume"


def _container(one: Object, grace: int) -> Iterator[str]:
    if not one.get("image"):
        yield "image is missing"
    paths = [mount["mountPath"] for mount in one.get("volumeMounts") or ()]
    if len(set(paths)) < len(paths):
        yield "two mounts have the same path"
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        if (probe := one.get(name)) is not None:
            yield from _handler(probe, name)
            if name != "readinessProbe" and probe.get("successThreshold", 1) != 1:
                yield f"{name}.successThreshold is not 1"
    for name in ("preStop", "postStart"):
        if (hook := (one.get("lifecycle") or {}).get(name)) is not None:
            yield from _handler(hook, name)
            if hook.get("sleep") and not 0 <= hook["sleep"]["seconds"] <= grace:
                yield f"{name} sleeps longer than terminationGracePeriodSeconds"
    yield from _variables(one)
    yield from _resources(one.get("resources") or {})
    ports = [it.get("name") for it in one.get("ports") or () if it.get("name")]
    if len(set(ports)) < len(ports) or any(len(name) > 15 for name in ports):
        yield "names of ports are not different, with at most 15 characters each"


def _variables(one: Object) -> Iterator[str]:
    for each in one.get("env") or ():
        if "valueFrom" in each and (each.get("value") or len(each["valueFrom"]) != 1):
            yield f"{each['name']} does not have one source"
    for each in one.get("envFrom") or ():
        if bool(each.get("secretRef")) == bool(each.get("configMapRef")):
            yield "an entry of envFrom does not have one source"


def _resources(resources: Object) -> Iterator[str]:
    limits, requests = resources.get("limits") or {}, resources.get("requests") or {}
    for name, value in [*limits.items(), *requests.items()]:
        if quantity(value) < 0:
            yield f"{name} is negative"
        if (
            name in limits
            and name in requests
            and quantity(requests[name]) > quantity(limits[name])
        ):
            yield f"the request for {name} is above its limit"


def _handler(probe: Object, where: str) -> Iterator[str]:
    given = [name for name in HANDLERS if name in probe]
    if len(given) != 1:
        yield f"{where} has {' and '.join(given) or 'no handler'}, and not one handler"
    for name in ("periodSeconds", "failureThreshold", "timeoutSeconds", "successThreshold"):
        if (probe.get(name) or 1) < 0:
            yield f"{where}.{name} is negative"


def _cron_job(spec: Object) -> Iterator[str]:
    times_a_day(spec["schedule"], date(2027, 1, 1))
    policies = "Allow", "Forbid", "Replace"
    yield from _one_of(spec.get("concurrencyPolicy"), policies, "spec.concurrencyPolicy")


def _service(spec: Object) -> Iterator[str]:
    kinds = "ClusterIP", "NodePort", "LoadBalancer", "ExternalName"
    yield from _one_of(spec.get("type"), kinds, "spec.type")
    ports = spec.get("ports") or []
    if not ports and spec.get("type") != "ExternalName" and spec.get("clusterIP") != "None":
        yield "spec.ports is missing"
    if len(ports) > 1 and not all(port.get("name") for port in ports):
        yield "of several ports, each needs a name"
    if not all(0 < port["port"] < 65536 for port in ports):
        yield "a port is not from 1 to 65535"


def _autoscaler(spec: Object) -> Iterator[str]:
    low, high = spec.get("minReplicas", 1), spec["maxReplicas"]
    if not 1 <= low <= high:
        yield f"minReplicas is {low}, and maxReplicas {high}"
    for metric in spec.get("metrics") or ():
        field = metric["type"][:1].lower() + metric["type"][1:]
        if not metric.get(field):
            yield f"a metric has the type {metric['type']}, and no field {field}"
            continue
        target = metric[field].get("target") or {}
        needs = {"Utilization": "averageUtilization", "AverageValue": "averageValue"}
        if target and not target.get(needs.get(target["type"], "value")):
            yield f"the target of a metric has the type {target['type']}, and no such value"


def _budget(spec: Object) -> Iterator[str]:
    given = [
        spec[name] for name in ("minAvailable", "maxUnavailable") if spec.get(name) is not None
    ]
    if len(given) > 1:
        yield "it has minAvailable and maxUnavailable, and may have one of them"
    for value in given:
        share(value, MILLION, up=True)


def _claim(spec: Object) -> Iterator[str]:
    modes = spec.get("accessModes") or []
    if not modes:
        yield "spec.accessModes is missing"
    for mode in modes:
        yield from _one_of(mode, ACCESS, "an access mode")
    wanted = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    if wanted is None:
        yield "spec.resources.requests.storage is missing"
    else:
        quantity(wanted)
