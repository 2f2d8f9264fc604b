"""A site in manifests of Kubernetes: which objects belong to the pods that run gunicorn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from kata.checks import kubernetes, pods
from kata.checks.findings import expect, fail
from kata.checks.kubernetes import namespace, template, title

Object = dict[str, Any]

NETWORK = ("nfs", "cephfs", "azureFile", "glusterfs")  # volumes that pods on several nodes write
DRIVERS = ("nfs.csi.k8s.io", "smb.csi.k8s.io", "file.csi.azure.com")


class Site:
    """The objects of a text, and the one Deployment with a container that runs gunicorn.

    Attributes:
        objects: all of them, as Kubernetes has them.
        deployment: the Deployment.
        pod: its template of a pod.
        labels: of its pods.
        web: the container.
        gunicorn: how it is started.
    """

    def __init__(self, text: object, secrets: Mapping[str, tuple[str, ...]]) -> None:
        """Read a text, to a cluster that has Secrets with some keys.

        Raises:
            CheckFailed: Kubernetes doesn't accept it, or no one Deployment runs gunicorn.
        """
        expect(isinstance(text, str), f"MANIFESTS is a {type(text).__name__}.", "YAML in a str.")
        try:
            self.objects = kubernetes.read(str(text))
        except kubernetes.Refused as error:
            raise fail(f"Kubernetes refuses MANIFESTS: {error}") from None
        self.config, self.secrets = kubernetes.config(self.objects), secrets
        found = [(one, it) for one, it in self.running("gunicorn") if one["kind"] == "Deployment"]
        says = f"{len(found)} containers of Deployments run gunicorn."
        expect(len(found) == 1, says, "1.")
        ((self.deployment, self.web),) = found
        self.pod: Object = self.deployment["spec"]["template"]
        self.labels = kubernetes.labels(self.pod)
        try:
            started = pods.gunicorn(self.web, self.environment(self.web))
        except ValueError as error:
            raise fail(f"gunicorn refuses its arguments: {error}.") from None
        says = f"No program is called {' '.join(self.web.get('command') or [])!r}."
        if started is None:
            raise fail(says, "a list of a program and its arguments, one by one.")
        self.gunicorn = started

    def kind(self, kind: str) -> list[Object]:
        """Return the objects of a kind in the Deployment's namespace."""
        space = namespace(self.deployment)
        return [one for one in self.objects if one["kind"] == kind and namespace(one) == space]

    def running(self, *programs: str) -> list[tuple[Object, Object]]:
        """Return each object whose pods run one of some programs, with the container that does."""
        return [
            (one, container)
            for one, container in self._containers()
            if any(program in word for program in programs for word in self._words(container))
        ]

    def _words(self, container: Object) -> list[str]:
        """Return the words of what a container runs, also when it starts and ends."""
        hooks = (container.get("lifecycle") or {}).values()
        commands = [container, *(hook["exec"] for hook in hooks if "exec" in hook)]
        variables = self.environment(container)
        return [word for command in commands for word in pods.words(command, variables)]

    def _containers(self) -> Iterator[tuple[Object, Object]]:
        for one in self.objects:
            if pod := template(one):
                spec = pod["spec"]
                for container in [*(spec.get("initContainers") or ()), *spec["containers"]]:
                    yield one, container

    def environment(self, container: Object) -> dict[str, pods.Source]:
        """Return the environment of a container."""
        return pods.environment(container, self.config, self.secrets)

    def secret(self, name: str, key: str) -> pods.Source:
        """Return what a variable from a Secret is."""
        return pods.Source("secretKeyRef", name, key)

    def finding(self, kind: str) -> list[Object]:
        """Return the objects of a kind, such as Service, that select the web pods.

        Raises:
            CheckFailed: one of them selects other pods as well.
        """
        space, found = namespace(self.deployment), list[Object]()
        for one in self.kind(kind):
            selector = (one.get("spec") or {}).get("selector")
            if kind == "Service":  # with an empty one, it finds no pods
                selector = {"matchLabels": selector} if selector else None
            if not pods.matches(selector, self.labels):
                continue
            found.append(one)
            for other in self.objects:
                pod = template(other)
                if pod and other is not self.deployment and namespace(other) == space:
                    says = f"{title(one)} selects the pods of {title(other)} too."
                    expect(not pods.matches(selector, kubernetes.labels(pod)), says, "web pods.")
        return found

    @property
    def bind(self) -> str:
        """Where gunicorn listens, in words."""
        return ", ".join(self.gunicorn.bind)

    def listens(self, port: object) -> bool:
        """Return whether gunicorn listens on a port of the pod, which may be the name of one."""
        named = {one.get("name"): one["containerPort"] for one in self.web.get("ports") or ()}
        return named.get(port, port) in self.gunicorn.ports

    def resource(self, what: str, name: str, container: Object | None = None) -> object:
        """Return a request or a limit of a container, or else of its pod; None without one.

        A limit is the request as well, where none is given.
        """
        for one in (container or self.web, self.pod["spec"]):
            given = one.get("resources") or {}
            for kind in (what, "limits"):
                found = (given.get(kind) or {}).get(name)
                if found is not None:
                    return found
        return None

    def sizes(self) -> tuple[int, int]:
        """Return how few and how many pods the autoscaler runs."""
        spec = self.autoscaler()["spec"]
        return spec.get("minReplicas", 1), spec["maxReplicas"]

    def all_write(self, path: str) -> None:
        """Fail unless a folder of the web container is in a volume that pods on all nodes write."""
        folder = PurePosixPath(path)
        mounts = [
            one
            for one in self.web.get("volumeMounts") or ()
            if folder.is_relative_to(one["mountPath"])
        ]
        expect(mounts, f"{path} is on no volume, and is lost with its container.")
        mount = max(mounts, key=lambda one: len(PurePosixPath(one["mountPath"]).parts))
        name = mount["name"]
        volume = next(one for one in self.pod["spec"]["volumes"] if one["name"] == name)
        kind = next((kind for kind in volume if kind != "name"), "emptyDir")
        says = f"{path} is on the volume {name}, of the type {kind}"
        if kind == "persistentVolumeClaim":
            claim = volume[kind]["claimName"]
            found = [
                it for it in self.kind("PersistentVolumeClaim") if title(it).split()[1] == claim
            ]
            expect(found, f"{says}: the claim {claim} is not in MANIFESTS.")
            modes = found[0]["spec"]["accessModes"]
            says = f"{says}, and the claim says {', '.join(modes)}"
            expect("ReadWriteMany" in modes, f"{says}: one node writes.", "ReadWriteMany.")
            self._no_disk_of_a_node(found[0], says)
        else:
            of_network = kind in NETWORK or (volume.get(kind) or {}).get("driver") in DRIVERS
            expect(of_network, f"{says}.", "a claim, or a disk on the network.")
        closed = mount.get("readOnly") or volume.get(kind, {}).get("readOnly")
        expect(not closed, f"{says}, and only for reading.")
        expr = pods.expanded(mount.get("subPathExpr") or "", self.environment(self.web))
        expect("$(" not in expr, f"{says}, and each pod has a folder {expr} of its own.")

    def _no_disk_of_a_node(self, claim: Object, says: str) -> None:
        """Fail if a PersistentVolume that is for a claim is on the disk of a node."""
        spec = claim["spec"]
        for one in self.objects:
            if one["kind"] != "PersistentVolume":
                continue
            disk = one.get("spec") or {}
            is_named = spec.get("volumeName") == one["metadata"]["name"]
            is_for_it = (disk.get("claimRef") or {}).get("name") == claim["metadata"]["name"]
            of_class = spec.get("storageClassName") == disk.get("storageClassName")
            if is_named or is_for_it or (of_class and "volumeName" not in spec):
                own = "hostPath" in disk or "local" in disk
                expect(not own, f"{says}, and {title(one)} is a folder of each node.")

    def probe(self, name: str, path: str) -> Object:
        """Return a probe of the web container, which gets a path from gunicorn by HTTP.

        Raises:
            CheckFailed: it doesn't.
        """
        probe: Object = self.web.get(name) or {}
        expect(probe.get("httpGet"), f"The web container has no {name} by httpGet.")
        get = {"path": "/", "scheme": "HTTP", "host": ""} | probe["httpGet"]
        got = get["path"].partition("?")[0]
        expect(got == path, f"{name} gets {got}.", f"{path}.")
        says = (
            f"{name} asks port {get['port']} by {get['scheme']}, gunicorn listens on {self.bind}."
        )
        expect(get["scheme"] == "HTTP" and self.listens(get["port"]), says)
        expect(not get["host"], f"{name} asks {get['host']}, and not the pod.")
        return probe

    def autoscaler(self) -> Object:
        """Return the one HorizontalPodAutoscaler of the Deployment.

        Raises:
            CheckFailed: there is none, or another one.
        """
        this = "Deployment", self.deployment["metadata"]["name"], "apps"
        found = [
            one
            for one in self.kind("HorizontalPodAutoscaler")
            for target in [one["spec"]["scaleTargetRef"]]
            if this
            == (target["kind"], target["name"], target.get("apiVersion", "").partition("/")[0])
        ]
        says = f"{len(found)} autoscalers have {title(self.deployment)} as their target."
        expect(len(found) == 1, says, "1.")
        return found[0]

    def scales_by_cpu(self) -> None:
        """Fail unless the autoscaler looks at the processor, and knows each container's request."""
        spec = self.autoscaler()["spec"]
        rules = (spec.get("behavior") or {}).get("scaleUp") or {}
        says = "The autoscaler's scaleUp is Disabled: it adds no pod."
        expect(rules.get("selectPolicy") != "Disabled", says)
        metrics = spec.get("metrics") or [{"type": "Resource", "resource": {"name": "cpu"}}]
        for metric in metrics:
            about = metric.get("resource") or metric.get("containerResource") or {}
            if about.get("name") == "cpu":
                break
        else:
            raise fail("The autoscaler doesn't look at the CPU.")
        if (about.get("target") or {}).get("type", "Utilization") != "Utilization":
            return
        name = about.get("container")
        spec = self.pod["spec"]
        sidecars = [it for it in spec.get("initContainers") or () if it.get("restartPolicy")]
        for container in [*sidecars, *spec["containers"]]:
            if name in (None, container["name"]):
                says = f"The container {container['name']} requests no CPU, and the autoscaler's "
                says += "percentage is one of requests."
                expect(self.resource("requests", "cpu", container) is not None, says)
