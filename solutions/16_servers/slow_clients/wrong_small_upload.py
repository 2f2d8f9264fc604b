"""Without client_max_body_size the limit is 1 MB: larger uploads get a 413.

Breaks: uploads
Fails: uploads
"""

SITE = """
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
    }
}
"""
