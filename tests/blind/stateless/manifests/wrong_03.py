"""Wrong: stop. The grace period, 40, equals the sleep, 10, plus gunicorn's default graceful timeout, 30.

It doesn't exceed it: a request that takes the whole time ends by SIGKILL.
"""

MANIFESTS = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-uploads}
spec:
  accessModes: [ReadWriteMany]
  resources: {requests: {storage: 50Gi}}
---
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
          command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers=2, --threads=4]
          ports: [{name: http, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env: [{name: SHARED, value: /shared}]
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources:
            requests: {cpu: 500m, memory: 512Mi}
            limits: {memory: 512Mi}
          startupProbe:
            httpGet: {path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            periodSeconds: 3
            failureThreshold: 30
            timeoutSeconds: 2
          livenessProbe:
            httpGet: {path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            periodSeconds: 10
            failureThreshold: 3
            timeoutSeconds: 5
          readinessProbe:
            httpGet: {path: /ready/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            periodSeconds: 5
            failureThreshold: 2
            timeoutSeconds: 3
          lifecycle: {preStop: {sleep: {seconds: 10}}}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: arena}, ports: [{port: 80, targetPort: http}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec:
  minAvailable: 1
  selector: {matchLabels: {app: arena}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: arena-digest}
spec:
  schedule: "0 18 * * *"
  concurrencyPolicy: Forbid
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
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
"""
