#!/bin/sh
# The steps by which the Dockerfile fills PREFIX; `make image-steps` takes the same ones without a container engine.
#
#   tools/build_image.sh PREFIX
#
# PREFIX becomes a virtual environment with the locked run-time packages and watcher, and nothing else: what builds the
# wheel stays outside it. A virtual environment cannot be moved, so PREFIX is where it will be used.
set -eu

prefix=${1:?where to install}
python=${PYTHON:-python3}
here=$(cd "$(dirname "$0")/.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_QUIET=1

"$python" -m venv "$scratch/build"
"$scratch/build/bin/python" -m pip install --require-hashes --requirement "$here/requirements/build.txt"
"$scratch/build/bin/python" -m pip wheel --no-deps --no-build-isolation --wheel-dir "$scratch/wheel" "$here"

"$python" -m venv --clear "$prefix"
"$prefix/bin/python" -m pip install --require-hashes --requirement "$here/requirements/run.txt"
"$prefix/bin/python" -m pip install --no-deps "$scratch"/wheel/watcher-*.whl

# The wheel has all that it needs: defaults, schemas, templates, migrations, the demo's pages.
"$prefix/bin/watcher" --version
"$prefix/bin/watcher" init "$scratch/try"
"$prefix/bin/watcher" config check --config "$scratch/try"
