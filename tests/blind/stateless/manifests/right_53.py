"""Python computes memory, pods and the grace period from the numbers of gunicorn, and PyYAML writes the documents."""

import yaml

IMAGE = "registry.example/arena:81"
WORKERS, THREADS = 2, 6
GRACEFUL, SLEEP = 20, 8
SURGE = 1
MAX_PODS = 80 // (WORKERS * THREADS) - SURGE  # 5 pods and 1: 72 connections
MEMORY = f"{150 * (WORKERS + 1)}Mi"
WEB = {"app": "arena"}


def container(name, command, **more):
    return {
        "name": name,
        "image": IMAGE,
        "command": command,
        "envFrom": [{"secretRef": {"name": "arena"}}],
        "env": [{"name": "SHARED", "value": "/shared"}],
        "volumeMounts": [{"name": "uploads", "mountPath": "/shared"}],
        **more,
    }


def pod(one, labels, **more):
    volume = {"name": "uploads", "persistentVolumeClaim": {"claimName": "uploads"}}
    return {"metadata": {"labels": labels}, "spec": {"containers": [one], "volumes": [volume], **more}}


def probe(path, **more):
    return {"httpGet": {"path": path, "port": "http"}, "timeoutSeconds": 3, **more}


def document(version, kind, name, spec):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}


web = container(
    "web",
    [
        "gunicorn",
        "arena.wsgi",
        "--bind=0.0.0.0:8000",
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
        f"--graceful-timeout={GRACEFUL}",
    ],
    ports=[{"name": "http", "containerPort": 8000}],
    resources={"requests": {"cpu": "500m", "memory": MEMORY}, "limits": {"memory": MEMORY}},
    startupProbe=probe("/live/", periodSeconds=5, failureThreshold=20),
    livenessProbe=probe("/live/", periodSeconds=15),
    readinessProbe=probe("/ready/", periodSeconds=5),
    lifecycle={"preStop": {"sleep": {"seconds": SLEEP}}},
)
digest = container("digest", ["python", "manage.py", "send_digest"])

DOCUMENTS = [
    document(
        "v1",
        "PersistentVolumeClaim",
        "uploads",
        {"accessModes": ["ReadWriteMany"], "resources": {"requests": {"storage": "50Gi"}}},
    ),
    document(
        "apps/v1",
        "Deployment",
        "arena",
        {
            "selector": {"matchLabels": WEB},
            "strategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxSurge": SURGE, "maxUnavailable": 0},
            },
            "template": pod(web, WEB, terminationGracePeriodSeconds=GRACEFUL + SLEEP + 10),
        },
    ),
    document(
        "v1", "Service", "arena", {"selector": WEB, "ports": [{"port": 80, "targetPort": 8000}]}
    ),
    document(
        "policy/v1",
        "PodDisruptionBudget",
        "arena",
        {"maxUnavailable": 1, "selector": {"matchLabels": WEB}},
    ),
    document(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "arena",
        {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "arena"},
            "minReplicas": 2,
            "maxReplicas": MAX_PODS,
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {
                        "name": "cpu",
                        "target": {"type": "Utilization", "averageUtilization": 75},
                    },
                }
            ],
        },
    ),
    document(
        "batch/v1",
        "CronJob",
        "digest",
        {
            "schedule": "0 7 * * *",
            "concurrencyPolicy": "Forbid",
            "jobTemplate": {
                "spec": {
                    "backoffLimit": 0,
                    "template": pod(digest, {"job": "digest"}, restartPolicy="Never"),
                }
            },
        },
    ),
]

MANIFESTS = yaml.dump_all(DOCUMENTS, Dumper=type("Plain", (yaml.SafeDumper,), {"ignore_aliases": lambda *_: True}))
