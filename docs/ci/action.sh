#!/usr/bin/env bash
# What action.yml runs. The grader is installed from the action's own checkout into a folder of its own; nothing of the
# student's repository is imported or installed, and the current folder is on no path.
set -euo pipefail

home=$(mktemp -d "${RUNNER_TEMP:-/tmp}/layergrade.XXXXXX")
python3 -I -m venv "$home/venv"
"$home/venv/bin/python" -I -m pip install --quiet --disable-pip-version-check "$ACTION"

report="$home/report.json"
options=(--format "$FORMAT" --require-isolation "$LEVEL" --report "json=$report")
[[ -z "$EXERCISE" ]] || options+=(--exercise "$EXERCISE")
[[ -z "$CASES" ]] || options+=(--cases "$CASES")
[[ -z "$FAIL_UNDER" ]] || options+=(--fail-under "$FAIL_UNDER")

status=0
"$home/venv/bin/grade" run "${options[@]}" -- "$SUBMISSION" || status=$?

if [[ -s "$report" && -n "${GITHUB_OUTPUT:-}" ]]; then
  "$home/venv/bin/python" -I - "$report" >>"$GITHUB_OUTPUT" <<'PYTHON'
import json, sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
# Numbers, a bool and a path of our own: nothing here is the student's text.
print(f"score={'' if report['score'] is None else int(report['score'])}")
print(f"max-score={int(report['max_score'])}")
print(f"passed={'true' if report['passed'] is True else 'false'}")
print(f"report={sys.argv[1]}")
PYTHON
fi
exit "$status"
