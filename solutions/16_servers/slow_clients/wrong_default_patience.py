"""The default is 60 seconds: the visitor gets a 504, and gunicorn goes on working.

Breaks: patience
Fails: times
"""

SITE = """
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
}
"""
