"""Block YAML with one secretKeyRef for each setting, exec of sleep, a metric of the container, and two pods spread over nodes."""

MANIFESTS = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: uploads
spec:
  accessModes:
    - ReadWriteMany
  resources:
    requests:
      storage: 20Gi
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: arena
spec:
  minReadySeconds: 5
  selector:
    matchLabels:
      app: arena
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  template:
    metadata:
      labels:
        app: arena
    spec:
      terminationGracePeriodSeconds: 90
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              app: arena
      containers:
        - name: web
          image: registry.example/arena:81
          command: [gunicorn]
          args:
            - --bind=0.0.0.0:8000
            - --workers=4
            - --threads=2
            - --graceful-timeout=45
            - arena.wsgi
          ports:
            - name: http
              containerPort: 8000
          env:
            - name: SECRET_KEY
              valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
            - name: DATABASE_URL
              valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
            - name: CACHE_URL
              valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
            - name: SHARED
              value: /shared
          volumeMounts:
            - name: uploads
              mountPath: /shared
          resources:
            requests:
              cpu: "1"
              memory: 1Gi
            limits:
              memory: 1Gi
          startupProbe:
            httpGet:
              path: /live/
              port: 8000
            periodSeconds: 10
            failureThreshold: 12
          livenessProbe:
            httpGet:
              path: /live/
              port: 8000
            periodSeconds: 15
            timeoutSeconds: 5
          readinessProbe:
            httpGet:
              path: /ready/
              port: 8000
            periodSeconds: 5
            timeoutSeconds: 3
          lifecycle:
            preStop:
              exec:
                command: [sleep, "10"]
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
  selector:
    app: arena
  ports:
    - port: 80
      targetPort: 8000
      protocol: TCP
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: arena
spec:
  minAvailable: 50%
  selector:
    matchLabels:
      app: arena
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: arena
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: arena
  minReplicas: 2
  maxReplicas: 4
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: web
        target:
          type: Utilization
          averageUtilization: 75
---
apiVersion: batch/v1
kind: CronJob
metadata:
  name: digest
spec:
  schedule: "@daily"
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 0
      completions: 1
      parallelism: 1
      template:
        metadata:
          labels:
            app: digest
        spec:
          restartPolicy: Never
          containers:
            - name: digest
              image: registry.example/arena:81
              command: [python]
              args: [manage.py, send_digest]
              env:
                - name: SECRET_KEY
                  valueFrom: {secretKeyRef: {name: arena, key: SECRET_KEY}}
                - name: DATABASE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: DATABASE_URL}}
                - name: CACHE_URL
                  valueFrom: {secretKeyRef: {name: arena, key: CACHE_URL}}
                - name: SHARED
                  value: /shared
              volumeMounts:
                - name: uploads
                  mountPath: /shared
              resources:
                requests:
                  cpu: 50m
                  memory: 200Mi
                limits:
                  memory: 200Mi
          volumes:
            - name: uploads
              persistentVolumeClaim:
                claimName: uploads
"""
