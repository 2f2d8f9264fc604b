"""A file of one megabyte: it is full before the report ends.

Breaks: downloads
Fails: downloads
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
        proxy_max_temp_file_size 1m;
    }
}
"""
