"""The two spellings of the task, and the client has more: /acc%6Funt/ gets around the condition.

Breaks: secret
Fails: secret
"""

NGINX = """
server {
    listen unix:nginx.sock;

    gzip on;
    gzip_types text/css application/json;
    gzip_min_length 1000;
    gzip_proxied any;
    gzip_vary on;

    location / {
        if ($request_uri ~ "^/(a|%61)ccount/") {
            gzip off;
        }
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
