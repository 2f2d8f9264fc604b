"""A location inside another one inherits the rest, and proxy_set_header too."""

NGINX = """
server {
    listen unix:nginx.sock;
    proxy_set_header Host $http_host;
    gzip on;
    gzip_types text/css application/json;
    gzip_min_length 600;
    gzip_proxied any;
    gzip_vary on;

    location / {
        proxy_pass http://unix:app.sock;

        location ^~ /account/ {
            gzip off;
            gzip_vary off;
            proxy_pass http://unix:app.sock;
        }
    }

    location /static/ {
        root files;
    }
}
"""
