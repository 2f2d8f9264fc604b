"""A header set in a location replaces all that are set around it: gunicorn gets app as its Host.

Breaks: as before
Fails: answer
"""

SITE = """
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_read_timeout 100s;
        proxy_set_header Connection "";
    }
}
"""
