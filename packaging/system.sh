#!/bin/sh
# Install what the system lacks, or name it in one line with the command to run.
#   system.sh run    libraries that Qt needs to show a window, and a Chinese font
#   system.sh test   the same: the tests draw real windows offscreen
#   system.sh shots  the same, and a virtual X server
#   system.sh venv   Python's venv, on Debian a package of its own
#   system.sh python Python itself
set -eu
cd "$(dirname "$0")/.."
[ "$(uname -s)" = Linux ] || exit 0

missing=""
need() { missing="$missing $*"; }

qt_libraries() {
    # What the xcb platform plugin and QtGui load; ldconfig knows what is there.
    known=$(/sbin/ldconfig -p 2>/dev/null || ldconfig -p 2>/dev/null || true)
    while read -r library package; do
        case "$known" in
            *"$library"*) ;;
            *) need "$package" ;;
        esac
    done <<EOF
libglib-2.0.so.0 libglib2.0-0
libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libX11.so.6 libx11-6
libX11-xcb.so.1 libx11-xcb1
libxcb-cursor.so.0 libxcb-cursor0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
EOF
}

chinese_font() {
    # fc-list may be absent on a bare system; then look where Debian puts the fonts.
    if command -v fc-list >/dev/null 2>&1; then
        [ -n "$(fc-list :lang=zh-cn family 2>/dev/null | head -n 1)" ] || need fonts-noto-cjk
    elif ! find /usr/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        \( -iname '*CJK*' -o -iname 'wqy*' -o -iname 'uming*' -o -iname 'SourceHan*' -o -iname 'DroidSansFallback*' \) 2>/dev/null | grep -q .; then
        need fonts-noto-cjk
    fi
}

case "${1:-run}" in
    run | test) qt_libraries; chinese_font ;;
    shots)
        qt_libraries
        chinese_font
        command -v Xvfb >/dev/null 2>&1 || need xvfb
        ;;
    venv) need python3-venv ;;
    python) need python3 python3-venv ;;
    *) echo "system.sh: unknown: $1" >&2; exit 2 ;;
esac
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"; else as_root="no"; fi
fi
if [ "$as_root" != no ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing system packages:$missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # the list is meant to split
    if { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1; then
        exit 0
    fi
    echo "The packages could not be installed." >&2
fi
echo "Missing on this system; install with:  sudo apt-get install$missing" >&2
# Without libraries or a Chinese font the command line still works; only these two are needed to go on at all.
case "${1:-run}" in venv | python) exit 1 ;; esac
