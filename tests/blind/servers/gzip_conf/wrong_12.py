"""Wrong (text): the usual line for gzip_proxied. A request with Via gets gzip only if the response has
such a Cache-Control or Expires, or the request Authorization.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 500;
gzip_proxied expired no-cache no-store private auth;
gzip_http_version 1.0;
gzip_types text/css application/json;
gzip_vary on;

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
    }

    location /static/ {
        root files;
    }
}
"""
