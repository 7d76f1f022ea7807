#!/bin/sh
# Open the desk; without a display do the main job headless.
set -eu
cd "$(dirname "$0")/.."
if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/duidu open
fi
out=build/headless
echo "No display here (DISPLAY and WAYLAND_DISPLAY are unset): working without a window into $out/" >&2
mkdir -p "$out"
rm -f "$out/samples.duidu"
.venv/bin/duidu import "$out/samples.duidu" seeds/*.txt
.venv/bin/duidu export "$out/samples.duidu" --format csv --state all --bom --output "$out/facts.csv"
.venv/bin/duidu export "$out/samples.duidu" --format xlsx --state all --output "$out/facts.xlsx"
QT_QPA_PLATFORM=offscreen .venv/bin/python packaging/shots.py --here "$out"
ls -l "$out" >&2
