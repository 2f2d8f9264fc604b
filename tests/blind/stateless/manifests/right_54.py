"""One worker with 8 threads in small pods: 6 of them and a surge of 25 % (2) are 64 connections; an anchor inside a document."""

MANIFESTS = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena, labels: {app: arena}}
spec:
  minReadySeconds: 5
  selector: {matchLabels: {app: arena}}
  strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 25%, maxUnavailable: 25%}}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 90
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers=1, --threads=8, --graceful-timeout=45]
          ports: [{name: http, containerPort: 8000}]
          envFrom:
            - secretRef: {name: arena, optional: false}
          env:
            - {name: SHARED, value: /srv/uploads}
          volumeMounts: [{name: shared, mountPath: /srv/uploads}]
          resources:
            requests: {cpu: 250m, memory: 320Mi}
            limits: {cpu: "1", memory: 320Mi}
          startupProbe: {httpGet: &live {path: /live/, port: http}, periodSeconds: 2, failureThreshold: 60}
          livenessProbe: {httpGet: *live, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6}
          readinessProbe: {httpGet: {path: /ready/, port: http}, periodSeconds: 3, failureThreshold: 2}
          lifecycle: {preStop: {sleep: {seconds: 20}}}
      volumes:
        - {name: shared, persistentVolumeClaim: {claimName: arena-shared}}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-shared}
spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 500Gi}}, volumeMode: Filesystem}
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec:
  type: ClusterIP
  selector: {app: arena}
  ports: [{name: http, port: 80, protocol: TCP, targetPort: http}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena-web}
spec: {minAvailable: 50%, selector: {matchLabels: {app: arena}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena}
  minReplicas: 2
  maxReplicas: 6
  metrics:
    - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}
  behavior: {scaleDown: {stabilizationWindowSeconds: 300}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: send-digest}
spec:
  schedule: "15 4 * * *"
  concurrencyPolicy: Forbid
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata: {labels: {app: send-digest}}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena, optional: false}}]
              env: [{name: SHARED, value: /srv/uploads}]
              volumeMounts: [{name: shared, mountPath: /srv/uploads}]
              resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 256Mi}}
          volumes: [{name: shared, persistentVolumeClaim: {claimName: arena-shared}}]
"""
