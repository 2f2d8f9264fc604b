"""Right: the objects are Python's, so web and digest share their settings; JSON is YAML."""

import json

IMAGE = "registry.example/arena:81"
SHARED = "/shared"
WEB = {"app": "arena"}
WORKERS, THREADS = 2, 4
DRAIN, GRACEFUL = 10, 30
MEMORY = f"{150 * (WORKERS + 1)}Mi"
SETTINGS = {
    "image": IMAGE,
    "envFrom": [{"secretRef": {"name": "arena"}}],
    "env": [{"name": "SHARED", "value": SHARED}],
    "volumeMounts": [{"name": "uploads", "mountPath": SHARED}],
}
VOLUMES = [{"name": "uploads", "persistentVolumeClaim": {"claimName": "arena-uploads"}}]


def get(path):
    headers = [{"name": "Host", "value": "localhost"}]
    return {"path": path, "port": "http", "httpHeaders": headers}


claim = {
    "apiVersion": "v1",
    "kind": "PersistentVolumeClaim",
    "metadata": {"name": "arena-uploads"},
    "spec": {
        "accessModes": ["ReadWriteMany"],
        "resources": {"requests": {"storage": "50Gi"}},
    },
}

web = {
    "name": "web",
    **SETTINGS,
    "command": [
        "gunicorn",
        "arena.wsgi",
        "--bind=0.0.0.0:8000",
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
        f"--graceful-timeout={GRACEFUL}",
    ],
    "ports": [{"name": "http", "containerPort": 8000}],
    "resources": {
        "requests": {"cpu": "400m", "memory": MEMORY},
        "limits": {"memory": MEMORY},
    },
    "startupProbe": {"httpGet": get("/live/"), "periodSeconds": 5, "failureThreshold": 20},
    "livenessProbe": {"httpGet": get("/live/"), "periodSeconds": 10, "timeoutSeconds": 4},
    "readinessProbe": {"httpGet": get("/ready/"), "periodSeconds": 5, "timeoutSeconds": 2},
    "lifecycle": {"preStop": {"sleep": {"seconds": DRAIN}}},
}

deployment = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "arena"},
    "spec": {
        "selector": {"matchLabels": WEB},
        "strategy": {
            "type": "RollingUpdate",
            "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
        },
        "template": {
            "metadata": {"labels": WEB},
            "spec": {
                "terminationGracePeriodSeconds": DRAIN + GRACEFUL + 10,
                "containers": [web],
                "volumes": VOLUMES,
            },
        },
    },
}

service = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "arena"},
    "spec": {"selector": WEB, "ports": [{"port": 80, "targetPort": "http"}]},
}

budget = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": {"name": "arena"},
    "spec": {"minAvailable": 1, "selector": {"matchLabels": WEB}},
}

autoscaler = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "arena"},
    "spec": {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "arena"},
        "minReplicas": 2,
        "maxReplicas": 9,
        "metrics": [
            {
                "type": "Resource",
                "resource": {
                    "name": "cpu",
                    "target": {"type": "Utilization", "averageUtilization": 65},
                },
            },
        ],
    },
}

digest = {
    "apiVersion": "batch/v1",
    "kind": "CronJob",
    "metadata": {"name": "arena-digest"},
    "spec": {
        "schedule": "0 19 * * *",
        "concurrencyPolicy": "Forbid",
        "jobTemplate": {
            "spec": {
                "backoffLimit": 0,
                "template": {
                    "metadata": {"labels": {"app": "arena-digest"}},
                    "spec": {
                        "restartPolicy": "Never",
                        "containers": [
                            {
                                "name": "digest",
                                **SETTINGS,
                                "command": ["python", "manage.py", "send_digest"],
                            },
                        ],
                        "volumes": VOLUMES,
                    },
                },
            },
        },
    },
}

MANIFESTS = "\n---\n".join(
    json.dumps(each, indent=2)
    for each in [claim, deployment, service, budget, autoscaler, digest]
)
