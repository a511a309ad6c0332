#!/bin/sh
# Installs Prometheus and promtool on Debian and Ubuntu for PrometheusIT, without starting a service.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends prometheus
systemctl disable --now prometheus 2>/dev/null || true
promtool --version
