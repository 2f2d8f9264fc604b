"""Wrong: settings. The digest gets the Secret's keys and the volume, but not SHARED.

The ConfigMap is only the web's: env["SHARED"] is a KeyError each day.
"""

MANIFESTS = """
apiVersion: v1
kind: ConfigMap
metadata:
  name: arena
data:
  SHARED: /srv/arena/shared
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
spec:
  accessModes:
    - ReadWriteMany
  storageClassName: nfs-client
  volumeMode: Filesystem
  resources:
    requests:
      storage: 100Gi
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: arena
  labels:
    app: arena
spec:
  revisionHistoryLimit: 5
  selector:
    matchLabels:
      app: arena
  strategy:
    rollingUpdate:
      maxSurge: 2
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app: arena
    spec:
      terminationGracePeriodSeconds: 45
      containers:
        - name: web
          image: registry.example/arena:81
          command:
            - gunicorn
            - arena.wsgi
            - --bind=0.0.0.0:8000
            - --workers=1
            - --threads=8
            - --graceful-timeout=20
          ports:
            - name: http
              containerPort: 8000
              protocol: TCP
          envFrom:
            - secretRef:
                name: arena
            - configMapRef:
                name: arena
          volumeMounts:
            - name: uploads
              mountPath: /srv/arena/shared
          resources:
            requests:
              cpu: "1"
              memory: 320Mi
            limits:
              memory: 400Mi
          startupProbe:
            httpGet:
              path: /live/
              port: 8000
              httpHeaders:
                - name: Host
                  value: localhost
            periodSeconds: 5
            failureThreshold: 18
          livenessProbe:
            httpGet:
              path: /live/
              port: 8000
              httpHeaders:
                - name: Host
                  value: localhost
            periodSeconds: 15
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /ready/
              port: 8000
              httpHeaders:
                - name: Host
                  value: localhost
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle:
            preStop:
              exec:
                command:
                  - sleep
                  - "15"
      volumes:
        - name: uploads
          persistentVolumeClaim:
            claimName: uploads
---
apiVersion: v1
kind: Service
metadata:
  name: arena
spec:
  type: ClusterIP
  selector:
    app: arena
  ports:
    - name: http
      port: 80
      targetPort: 8000
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: arena
spec:
  maxUnavailable: 1
  selector:
    matchLabels:
      app: arena
---
apiVersion: autoscaling/v1
kind: HorizontalPodAutoscaler
metadata:
  name: arena
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: arena
  minReplicas: 2
  maxReplicas: 8
  targetCPUUtilizationPercentage: 60
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: send-digest
spec:
  schedule: "30 17 * * *"
  timeZone: Etc/UTC
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 3600
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      parallelism: 1
      completions: 1
      backoffLimit: 0
      template:
        metadata:
          labels:
            app: send-digest
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command:
                - python
                - manage.py
                - send_digest
              envFrom:
                - secretRef:
                    name: arena
              volumeMounts:
                - name: uploads
                  mountPath: /srv/arena/shared
              resources:
                requests:
                  cpu: 100m
                  memory: 200Mi
                limits:
                  memory: 400Mi
          volumes:
            - name: uploads
              persistentVolumeClaim:
                claimName: uploads
"""
