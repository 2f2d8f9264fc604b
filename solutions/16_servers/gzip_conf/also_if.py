"""A condition on $uri, which is decoded, in one location."""

NGINX = """
gzip_types text/css application/json;
gzip_min_length 1k;
gzip_proxied any;
gzip_vary on;

server {
    listen unix:nginx.sock;
    gzip on;

    location / {
        if ($uri ~ "^/account/") {
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
