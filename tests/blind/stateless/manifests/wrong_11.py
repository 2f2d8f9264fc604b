"""Wrong (stop): preStop's 10 seconds and gunicorn's default of 30 are 40: the grace period is 40 too, and
doesn't exceed that. The longest requests are killed."""

# 2 workers of 4 threads are 8 connections. 5 pods, as many that still end, and a surge of 1: 88.
MANIFESTS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  selector: {matchLabels: {app: arena}}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 1, maxUnavailable: 0}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 40
      containers:
        - name: web
          image: registry.example/arena:81
          command:
            - gunicorn
            - arena.wsgi
            - --bind=0.0.0.0:8000
            - --workers=2
            - --threads=4
          ports: [{name: http, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env: [{name: SHARED, value: /shared}]
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources:
            requests: {cpu: 500m, memory: 512Mi}
            limits: {memory: 512Mi}
          startupProbe:
            httpGet: {path: /live/, port: http}
            periodSeconds: 5
            failureThreshold: 18
          livenessProbe:
            httpGet: {path: /live/, port: http}
            timeoutSeconds: 5
          readinessProbe:
            httpGet: {path: /ready/, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 2
          lifecycle:
            preStop: {sleep: {seconds: 10}}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-uploads}
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: 50Gi}}
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: arena}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 5
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec:
  maxUnavailable: 1
  selector: {matchLabels: {app: arena}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: arena-digest}
spec:
  schedule: "0 18 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 3600
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata: {labels: {app: arena-digest}}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /shared}]
              volumeMounts: [{name: uploads, mountPath: /shared}]
              resources:
                requests: {cpu: 100m, memory: 256Mi}
                limits: {memory: 256Mi}
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
"""
