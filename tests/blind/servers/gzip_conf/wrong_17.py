"""Wrong (accepts, as before): asks the back end for gzip whatever the client accepts. A back end that can
compress does so also for clients that can't read it; others get changed requests.
"""

NGINX = """
gzip on;
gzip_comp_level 6;
gzip_min_length 500;
gzip_proxied any;
gzip_http_version 1.0;
gzip_types text/css application/json;
gzip_vary on;

server {
    listen unix:nginx.sock;

    location / {
        proxy_pass http://unix:app.sock;
        proxy_set_header Host $host;
        proxy_set_header Accept-Encoding gzip;
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
