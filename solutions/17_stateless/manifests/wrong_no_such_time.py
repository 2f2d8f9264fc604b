"""In Berlin there is no half past two on the day when summer time begins, and two when it ends.

Breaks: digest
Fails: digest
"""

MANIFESTS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  selector: {matchLabels: {app: arena}}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 60
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers=2, --threads=4]
          ports: [{name: http, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env: [{name: SHARED, value: /shared}]
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources:
            requests: {cpu: 500m, memory: 512Mi}
            limits: {memory: 512Mi}
          startupProbe:
            httpGet: {path: /live/, port: http}
            periodSeconds: 1
            failureThreshold: 60
          livenessProbe: {httpGet: {path: /live/, port: http}}
          readinessProbe: {httpGet: {path: /ready/, port: http}, periodSeconds: 5}
          lifecycle: {preStop: {sleep: {seconds: 10}}}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: uploads}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads}
spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 50Gi}}}
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: arena}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 8
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: arena}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: digest}
spec:
  schedule: "30 2 * * *"
  timeZone: Europe/Berlin
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      template:
        metadata: {labels: {app: digest}}
        spec:
          restartPolicy: OnFailure
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /shared}]
"""
