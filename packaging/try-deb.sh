#!/bin/sh
# Install the .deb, open the desk from its menu entry and a project by its file, export, take the package away again.
#   packaging/try-deb.sh dist/duidu_0.1.0_amd64.deb
# Needs root, apt-get, Xvfb, dbus-run-session and gio; DISPLAY_NUMBER (default 77) says which virtual screen to use.
set -eu
package=$(readlink -f "$1")
number=${DISPLAY_NUMBER:-77}
work=$(mktemp -d)
screen=""
was_there=$(dpkg-query -W -f '${Status}' duidu 2>/dev/null || true)
case "$was_there" in *"install ok installed"*) echo "duidu is installed here already: not touched" >&2; exit 3 ;; esac

clean() {
    [ -z "$screen" ] || kill "$screen" 2>/dev/null || true
    dpkg -s duidu >/dev/null 2>&1 && dpkg --purge duidu >/dev/null
    rm -rf "$work"
}
trap clean EXIT
say() { printf '%s\n' "$*"; }
must() { "$@" >/dev/null 2>"$work/error" || { say "FAILED: $*"; cat "$work/error"; exit 1; }; }

export DEBIAN_FRONTEND=noninteractive HOME="$work/home" DUIDU_HOME="$work/data" XDG_DATA_HOME="$work/home/share" \
    XDG_CONFIG_HOME="$work/home/config" XDG_CACHE_HOME="$work/home/cache" LANG=C.UTF-8
unset QT_QPA_PLATFORM WAYLAND_DISPLAY
mkdir -p "$HOME"
must apt-get install -y -q --no-install-recommends "$package"
say "installed: $(dpkg-query -W -f '${Version}, ${Installed-Size} kB' duidu)"

must test -L /usr/bin/duidu
must desktop-file-validate /usr/share/applications/duidu.desktop
must desktop-file-validate /usr/share/applications/zz-duidu-report.desktop
if command -v appstreamcli >/dev/null; then must appstreamcli validate --no-net /usr/share/metainfo/cn.duidu.Duidu.metainfo.xml; fi
for size in 16 32 48 128 256 512; do
    must test -s "/usr/share/icons/hicolor/${size}x$size/apps/duidu.png"
    must test -s "/usr/share/icons/hicolor/${size}x$size/mimetypes/application-x-duidu-project.png"
done
say "menu entry, metainfo, icons: in order"

# The command line: from a report to a dataset.
cd "$work"
printf '一、2020年工作回顾\n预计年末，地区生产总值实现105亿元，同比增长7%%以上。\n' > 报告.txt
must duidu --version
must duidu import 某县.duidu 报告.txt
must duidu export 某县.duidu --format csv --state all --output facts.csv
must grep -q 105亿元 facts.csv
say "command line: $(wc -l < facts.csv) lines exported"

# The file's type: by its ending, and by its contents alone.
cp 某县.duidu without-an-ending
for file in 某县.duidu without-an-ending; do
    kind=$(gio info -a standard::content-type "$file" | sed -n 's/.*content-type: //p')
    [ "$kind" = application/x-duidu-project ] || { say "FAILED: $file is taken for $kind"; exit 1; }
done
say "file type: known by ending and by contents"
gio mime application/x-duidu-project | grep -q 'Default.*duidu.desktop' || { say "FAILED: not what a double click opens"; exit 1; }
# Reports can be opened with it; where another program is there for them, a double click goes on opening that.
for kind in text/plain application/pdf; do
    gio mime "$kind" | grep -q zz-duidu-report.desktop || { say "FAILED: nothing offers duidu for $kind"; exit 1; }
    case "$(sed -n "s|^$kind=||p" /usr/share/applications/mimeinfo.cache)" in
        zz-duidu-report.desktop\;?*) say "FAILED: takes $kind from others"; exit 1 ;;
    esac
done
say "open with: offered for projects and reports"

# The thumbnail, by the line that file managers run.
entry=/usr/share/thumbnailers/duidu.thumbnailer
must test -x "$(sed -n 's/^TryExec=//p' $entry)"
# shellcheck disable=SC2046  # the line is meant to split
must env -u DISPLAY $(sed -n 's/^Exec=//p' $entry | sed "s|%i|$work/某县.duidu|; s|%o|$work/thumbnail|; s|%s|256|")
[ "$(od -An -c -N4 "$work/thumbnail" | tr -d ' ')" = '211PNG' ] || { say "FAILED: the thumbnail is no PNG"; exit 1; }
say "thumbnail: drawn"

Xvfb ":$number" -screen 0 1280x800x24 >/dev/null 2>&1 &
screen=$!
export DISPLAY=":$number"
sleep 1

# The menu entry, then the project by its file; each is open once its lock names the process that holds it.
opened() {  # opened PROJECT COMMAND...: start, wait for the window, close it
    project=$1; shift
    # gio returns at once, and a bus that ends takes along what it started: so the session stays for a while.
    DUIDU_VERBOSE=1 dbus-run-session -- sh -c '"$@"; sleep 30' session "$@" >"$work/told" 2>&1 </dev/null &
    session=$!
    waited=0
    until grep -q "window painted" "$DUIDU_HOME"/logs/duidu.log 2>/dev/null; do
        waited=$((waited + 1))
        if [ "$waited" -gt 120 ]; then say "FAILED: no window after 60 s"; cat "$work/told"; exit 1; fi
        sleep 0.5
    done
    must grep -q "$project" "$DUIDU_HOME/logs/duidu.log"
    pid=$(sed -n 's/.*process \([0-9]*\).*/\1/p' "$DUIDU_HOME/logs/duidu.log" | tail -n 1)
    sleep 2
    kill "$pid" 2>/dev/null || { say "FAILED: the desk ended by itself"; exit 1; }
    kill "$session" 2>/dev/null || true
    wait "$session" 2>/dev/null || true
    rm -f "$DUIDU_HOME/logs/duidu.log"
    sleep 1
}
opened duidu gio launch /usr/share/applications/duidu.desktop
say "menu entry: opens the desk"
opened 某县.duidu gio open "$work/某县.duidu"
say "gio open: opens the project"

must dpkg --purge duidu
for left in /usr/lib/duidu /usr/bin/duidu /usr/share/applications/duidu.desktop \
    /usr/share/applications/zz-duidu-report.desktop /usr/share/mime/packages/duidu.xml \
    /usr/share/thumbnailers/duidu.thumbnailer /usr/share/icons/hicolor/48x48/apps/duidu.png; do
    if [ -e "$left" ] || [ -L "$left" ]; then say "FAILED: $left is left behind"; exit 1; fi
done
[ -s "$work/某县.duidu" ] || { say "FAILED: the project went, too"; exit 1; }
say "purged: nothing is left, and the project is untouched"
