"""Wrong: probes. The startup probe gives up after 10 * 5 = 50 seconds; a start may take 60.

A slow start is killed, and begins again.
"""

MANIFESTS = """
apiVersion: v1
kind: ConfigMap
metadata: {name: arena-settings}
data: {SHARED: /shared}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-uploads}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: cephfs
  resources: {requests: {storage: 500Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: arena}
spec:
  selector: {matchLabels: {app: arena}}
  template:
    metadata: {labels: {app: arena}}
    spec:
      terminationGracePeriodSeconds: 75
      securityContext: {runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001}
      affinity:
        podAntiAffinity:
          preferredDuringSchedulingIgnoredDuringExecution:
            - weight: 100
              podAffinityTerm:
                topologyKey: kubernetes.io/hostname
                labelSelector: {matchLabels: {app: arena}}
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn, arena.wsgi, --bind=0.0.0.0:8000, --workers=4, --threads=2]
          ports: [{name: http, containerPort: 8000}]
          env:
            - name: SECRET_KEY
              valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
            - name: DATABASE_URL
              valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
            - name: CACHE_URL
              valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
            - name: SHARED
              valueFrom: {configMapKeyRef: {name: arena-settings, key: SHARED}}
          volumeMounts: [{name: uploads, mountPath: /shared}]
          resources:
            requests: {cpu: "1", memory: 768Mi}
            limits: {cpu: "2", memory: 1Gi}
          startupProbe:
            httpGet: &live
              path: /live/
              port: http
              httpHeaders: [{name: Host, value: localhost}]
            periodSeconds: 5
            failureThreshold: 10
          livenessProbe:
            httpGet: *live
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet:
              path: /ready/
              port: http
              httpHeaders: [{name: Host, value: localhost}]
            periodSeconds: 5
            timeoutSeconds: 3
            failureThreshold: 3
          lifecycle:
            preStop:
              exec: {command: [/bin/sh, -c, "sleep 20"]}
      volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec: {selector: {app: arena}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: IfHealthyBudget
  selector: {matchLabels: {app: arena}}
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
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 60}}
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 0
      policies: [{type: Pods, value: 2, periodSeconds: 30}]
    scaleDown:
      stabilizationWindowSeconds: 600
      policies: [{type: Pods, value: 1, periodSeconds: 120}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: arena-digest}
spec:
  schedule: "0 18 * * *"
  timeZone: "Etc/UTC"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 1800
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        metadata:
          labels: {app: arena-digest}
        spec:
          restartPolicy: Never
          securityContext: {runAsNonRoot: true, runAsUser: 10001, fsGroup: 10001}
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              env:
                - name: SECRET_KEY
                  valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
                - name: DATABASE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
                - name: CACHE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
                - name: SHARED
                  valueFrom: {configMapKeyRef: {name: arena-settings, key: SHARED}}
              volumeMounts: [{name: uploads, mountPath: /shared}]
              resources:
                requests: {cpu: 200m, memory: 300Mi}
                limits: {memory: 300Mi}
          volumes: [{name: uploads, persistentVolumeClaim: {claimName: arena-uploads}}]
"""
