#!/usr/bin/env bash
# Runs once, as root, while Gradescope builds the image. Its base may have an older Python than the grader needs.
set -euo pipefail

root="${AUTOGRADER_ROOT:-/autograder}"

usable() {
    command -v "$1" >/dev/null && "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

python=""
find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if usable "$candidate"; then
            python="$candidate"
            return
        fi
    done
}

find_python
if [ -z "$python" ]; then
    apt-get update
    for version in 3.13 3.12 3.11; do
        if apt-get install -y "python$version" "python$version-venv"; then
            break
        fi
    done
    find_python
fi
if [ -z "$python" ]; then
    echo "the grader needs Python 3.11 or later; choose a newer base image" >&2
    exit 1
fi

"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --no-cache-dir -r "$root/source/requirements.txt"
"$root/venv/bin/python" -m compileall -q "$root/source/layergrade/grader"
