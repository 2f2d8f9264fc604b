"""Right: an NFS volume by hand, no surge but one pod fewer, CPU of the container, other labels."""

MANIFESTS = """
apiVersion: v1
kind: PersistentVolume
metadata: {name: arena-uploads}
spec:
  capacity: {storage: 200Gi}
  accessModes: [ReadWriteMany]
  persistentVolumeReclaimPolicy: Retain
  storageClassName: ""
  mountOptions: [nfsvers=4.1]
  nfs: {server: nfs.example, path: /exports/arena}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: arena-uploads}
spec:
  accessModes: [ReadWriteMany]
  storageClassName: ""
  volumeName: arena-uploads
  resources: {requests: {storage: 200Gi}}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: arena-web
  labels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: web}
spec:
  minReadySeconds: 5
  selector:
    matchLabels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: web}
  strategy:
    type: RollingUpdate
    rollingUpdate: {maxSurge: 0, maxUnavailable: 1}
  template:
    metadata:
      labels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: web}
    spec:
      terminationGracePeriodSeconds: 90
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: web}
      containers:
        - name: web
          image: registry.example/arena:81
          command:
            - gunicorn
            - arena.wsgi
            - --bind=0.0.0.0:8000
            - --workers=2
            - --threads=4
            - --graceful-timeout=60
          ports: [{name: http, containerPort: 8000}]
          envFrom: [{secretRef: {name: arena}}]
          env: [{name: SHARED, value: /mnt/shared}]
          volumeMounts: [{name: shared, mountPath: /mnt/shared}]
          resources:
            requests: {cpu: 500m, memory: 600Mi}
            limits: {cpu: "2", memory: 600Mi}
          startupProbe:
            httpGet: {path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            periodSeconds: 10
            failureThreshold: 9
          livenessProbe:
            httpGet: {path: /live/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            periodSeconds: 20
            timeoutSeconds: 10
          readinessProbe:
            httpGet: {path: /ready/, port: http, httpHeaders: [{name: Host, value: localhost}]}
            periodSeconds: 5
            timeoutSeconds: 4
          lifecycle:
            preStop:
              sleep: {seconds: 8}
      volumes:
        - name: shared
          persistentVolumeClaim: {claimName: arena-uploads}
---
apiVersion: v1
kind: Service
metadata: {name: arena}
spec:
  selector: {app.kubernetes.io/name: arena, app.kubernetes.io/component: web}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: arena-web}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: web}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: arena-web}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: arena-web}
  minReplicas: 2
  maxReplicas: 10
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: web
        target: {type: Utilization, averageUtilization: 70}
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: arena-digest
  labels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: digest}
spec:
  schedule: "15 18 * * *"
  timeZone: Europe/Amsterdam
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 600
  jobTemplate:
    spec:
      backoffLimit: 0
      activeDeadlineSeconds: 7200
      template:
        metadata:
          labels: {app.kubernetes.io/name: arena, app.kubernetes.io/component: digest}
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python, manage.py, send_digest]
              envFrom: [{secretRef: {name: arena}}]
              env: [{name: SHARED, value: /mnt/shared}]
              volumeMounts: [{name: shared, mountPath: /mnt/shared}]
              resources:
                requests: {cpu: 100m, memory: 256Mi}
                limits: {memory: 256Mi}
          volumes:
            - name: shared
              persistentVolumeClaim: {claimName: arena-uploads}
"""
