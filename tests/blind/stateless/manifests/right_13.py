"""Right: made with Python: what web and digest share is written once. JSON is YAML too."""

import json

WORKERS, THREADS = 3, 2
PODS, SURGE = 6, 1  # 6 + 1 pods, and 6 more that are still ending: 13 * 6 = 78 connections
PRE_STOP, GRACEFUL = 15, 30
PORT = 8000
WEB = {"app": "arena"}
IMAGE = "registry.example/arena:81"

SETTINGS = {
    "image": IMAGE,
    "envFrom": [{"secretRef": {"name": "arena"}}],
    "env": [{"name": "SHARED", "value": "/shared"}],
    "volumeMounts": [{"name": "uploads", "mountPath": "/shared"}],
}
VOLUMES = [{"name": "uploads", "persistentVolumeClaim": {"claimName": "arena-uploads"}}]


def probe(path, **more):
    return {"httpGet": {"path": path, "port": PORT}, "timeoutSeconds": 3, **more}


def manifest(version, kind, name, spec):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}


memory = f"{(WORKERS + 1) * 150 + 24}Mi"
web = {
    "name": "web",
    **SETTINGS,
    "command": [
        "gunicorn",
        "arena.wsgi",
        f"--bind=0.0.0.0:{PORT}",
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
        f"--graceful-timeout={GRACEFUL}",
    ],
    "ports": [{"name": "http", "containerPort": PORT}],
    "resources": {
        "requests": {"cpu": "750m", "memory": memory},
        "limits": {"memory": memory},
    },
    "startupProbe": probe("/live/", periodSeconds=10, failureThreshold=9),
    "livenessProbe": probe("/live/", periodSeconds=10, failureThreshold=3),
    "readinessProbe": probe("/ready/", periodSeconds=5, failureThreshold=1),
    "lifecycle": {"preStop": {"sleep": {"seconds": PRE_STOP}}},
}
digest = {
    "name": "digest",
    **SETTINGS,
    "command": ["python", "manage.py", "send_digest"],
}

DOCUMENTS = [
    manifest(
        "apps/v1",
        "Deployment",
        "arena",
        {
            "selector": {"matchLabels": WEB},
            "strategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxSurge": SURGE, "maxUnavailable": 0},
            },
            "template": {
                "metadata": {"labels": WEB},
                "spec": {
                    "terminationGracePeriodSeconds": PRE_STOP + GRACEFUL + 10,
                    "containers": [web],
                    "volumes": VOLUMES,
                },
            },
        },
    ),
    manifest(
        "v1",
        "Service",
        "arena",
        {"selector": WEB, "ports": [{"port": 80, "targetPort": PORT, "protocol": "TCP"}]},
    ),
    manifest(
        "v1",
        "PersistentVolumeClaim",
        "arena-uploads",
        {"accessModes": ["ReadWriteMany"], "resources": {"requests": {"storage": "100Gi"}}},
    ),
    manifest(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        "arena",
        {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "arena"},
            "minReplicas": 2,
            "maxReplicas": PODS,
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {
                        "name": "cpu",
                        "target": {"type": "Utilization", "averageUtilization": 65},
                    },
                }
            ],
        },
    ),
    manifest(
        "policy/v1",
        "PodDisruptionBudget",
        "arena",
        {"maxUnavailable": 1, "selector": {"matchLabels": WEB}},
    ),
    manifest(
        "batch/v1",
        "CronJob",
        "arena-digest",
        {
            "schedule": "15 18 * * *",
            "concurrencyPolicy": "Forbid",
            "jobTemplate": {
                "spec": {
                    "backoffLimit": 0,
                    "template": {
                        "metadata": {"labels": {"app": "arena-digest"}},
                        "spec": {
                            "restartPolicy": "Never",
                            "containers": [digest],
                            "volumes": VOLUMES,
                        },
                    },
                }
            },
        },
    ),
]

MANIFESTS = "\n---\n".join(json.dumps(document, indent=2) for document in DOCUMENTS)
