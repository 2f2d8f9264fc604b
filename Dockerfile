# JupyterLab with the course in it, on the Debian that CI uses. It does not run as root.
#
#   docker build -t workbook --build-arg UID=$(id -u) .
#   docker run --rm -p 127.0.0.1:8888:8888 -v "$PWD:/home/learner/course" -v workbook:/home/learner/kata workbook
#
# The clone is mounted, so that answers and notebooks stay in it and `git pull` brings new lessons; the
# volume keeps progress and the database. What the container prints has the address to open.
FROM debian:bookworm-slim

ARG UID=1000
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git make pgbouncer python3 python3-pip python3-venv \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --shell /bin/bash --uid "$UID" learner \
 && install -d -o learner -g learner /opt/venv /home/learner/course /home/learner/kata

USER learner
WORKDIR /home/learner/course
# What is installed changes seldom, the course often: two layers.
COPY --chown=learner:learner Makefile pyproject.toml requirements.lock requirements-site.lock README.md ./
COPY --chown=learner:learner tools/venv tools/
COPY --chown=learner:learner kata/__init__.py kata/
COPY --chown=learner:learner arena/__init__.py arena/
RUN make VENV=/opt/venv /opt/venv/.installed-site && rm -rf ~/.cache .kata
COPY --chown=learner:learner . .

ENV PATH=/opt/venv/bin:$PATH KATA_HOME=/home/learner/kata
EXPOSE 8888
CMD ["kata", "lab", "--ip", "0.0.0.0", "--no-browser"]
