"""Wrong: digest. "* 4 * * *" is each minute from 4:00 to 4:59, not once at four."""

from string import Template

SETTINGS = """
image: registry.example/arena:81,
envFrom: [{secretRef: {name: arena}}],
env: [{name: SHARED, value: /shared}],
volumeMounts: [{name: uploads, mountPath: /shared}]
""".strip().replace("\n", " ")

VOLUMES = "[{name: uploads, persistentVolumeClaim: {claimName: uploads}}]"

MANIFESTS = Template(
    """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads}
spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 10Gi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  selector: {matchLabels: {app: arena}}
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 120
      containers:
        - {
            name: web,
            $settings,
            command: [
              gunicorn, arena.wsgi, "--bind=0.0.0.0:8080", "--workers=2", "--threads=5",
              "--graceful-timeout=90"
            ],
            ports: [{name: http, containerPort: 8080}],
            resources: {requests: {cpu: 500m, memory: 500Mi}, limits: {memory: 500Mi}},
            startupProbe: {httpGet: $live, periodSeconds: 1, failureThreshold: 120},
            livenessProbe: {httpGet: $live, periodSeconds: 10, timeoutSeconds: 5},
            readinessProbe: {httpGet: $ready, periodSeconds: 3, timeoutSeconds: 3},
            lifecycle: {preStop: {sleep: {seconds: 12}}}
          }
      volumes: $volumes
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: arena}, ports: [{port: 80, targetPort: 8080}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: arena}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 7
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 400m}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: digest}
spec:
  schedule: "* 4 * * *"
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: 3600
      template:
        metadata: {labels: {app: digest}}
        spec:
          restartPolicy: Never
          containers:
            - {name: digest, $settings, command: [python, manage.py, send_digest]}
          volumes: $volumes
"""
).substitute(
    settings=SETTINGS,
    volumes=VOLUMES,
    live="{path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}",
    ready="{path: /ready/, port: http, httpHeaders: [{name: Host, value: localhost}]}",
)
