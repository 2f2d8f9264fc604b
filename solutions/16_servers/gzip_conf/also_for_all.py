"""One Host for all locations, gzip only where it may be, and its highest level."""

NGINX = """
gzip_comp_level 9;
gzip_min_length 500;
gzip_types application/json text/css text/javascript image/svg+xml text/plain;
gzip_proxied any;
proxy_set_header Host $host;

server {
    listen unix:nginx.sock;

    location /account/ {
        proxy_pass http://unix:app.sock;
    }

    location / {
        gzip on;
        add_header Vary Accept-Encoding always;
        proxy_pass http://unix:app.sock;
    }

    location /static/ {
        gzip on;
        gzip_vary on;
        root files;
    }
}
"""
