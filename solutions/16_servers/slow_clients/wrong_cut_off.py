"""Gets rid of slow clients: after ten seconds their response is cut off.

Breaks: served
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
        proxy_read_timeout 100s;
        send_timeout 10s;
    }
}
"""
