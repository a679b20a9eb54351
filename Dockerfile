# syntax=docker/dockerfile:1
# Two stages: the first builds the virtual environment, the second has it, an unprivileged user and nothing to build with.

FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE sources.yaml ./
COPY requirements/ requirements/
COPY tools/build_image.sh tools/
COPY watcher/ watcher/
RUN tools/build_image.sh /opt/watcher

FROM python:3.12-slim
LABEL org.opencontainers.image.title="watcher" \
      org.opencontainers.image.description="Watches public web pages and says in words what changed" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN groupadd --gid 10001 watcher \
 && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin watcher \
 && install --directory --owner watcher --group watcher --mode 0750 /data
COPY --from=build /opt/watcher /opt/watcher
COPY contrib/healthcheck.py /opt/watcher/healthcheck.py
# Nothing is written outside /data and /tmp, so the root file system can be mounted read-only (compose.yaml does).
ENV PATH=/opt/watcher/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
# Asks the store, without the lock that `run` holds, whether anything is still being looked at.
HEALTHCHECK --interval=60s --timeout=20s --start-period=120s --retries=3 \
    CMD watcher status --config /data --json | python /opt/watcher/healthcheck.py
STOPSIGNAL SIGTERM
ENTRYPOINT ["watcher"]
CMD ["run", "--config", "/data"]
