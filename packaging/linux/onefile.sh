#!/bin/sh
# Duidu @VERSION@ in one file. Started, it unpacks itself once beside other caches and starts from there.
#   --install     the program, its menu entry, file type and icons for this user; no administrator needed
#   --uninstall   takes these away again; projects and settings stay
set -eu
data=${XDG_DATA_HOME:-$HOME/.local/share}
lib=$HOME/.local/lib
self=$(readlink -f "$0")

unpack() {  # into a folder beside the target first, so that one which is there is whole
    [ ! -x "$1/lib/duidu/duidu" ] || return 0
    mkdir -p "$(dirname "$1")"
    work=$(mktemp -d "$1.XXXXXX")
    if ! tail -n +@LINE@ "$self" | tar -xJf - -C "$work"; then
        rm -rf "$work"
        echo "无法解压到 $1，请检查磁盘空间。 Cannot unpack into $1: check the free disk space." >&2
        exit 5
    fi
    mv -T "$work" "$1" 2>/dev/null || rm -rf "$work"  # another start was faster
}

told() {  # the desktop's own lists, where their tools are there
    if command -v update-mime-database >/dev/null; then update-mime-database "$data/mime" || true; fi
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$data/applications" || true; fi
}

parts="applications/duidu.desktop applications/zz-duidu-report.desktop mime/packages/duidu.xml thumbnailers/duidu.thumbnailer"
case "${1:-}" in
    --install)
        rm -rf "$lib/duidu"
        unpack "$lib/duidu"
        mkdir -p "$HOME/.local/bin" "$data/applications" "$data/mime/packages" "$data/thumbnailers" "$data/icons"
        program=$lib/duidu/lib/duidu/duidu
        ln -sfn "$program" "$HOME/.local/bin/duidu"
        for part in $parts; do
            sed "s|^Exec=duidu |Exec=\"$program\" |; s|/usr/lib/duidu/duidu|$program|" "$lib/duidu/share/$part" > "$data/$part"
        done
        cp -r "$lib/duidu/share/icons/hicolor" "$data/icons/"
        told
        echo "已安装到 $lib/duidu，可以从菜单打开。 Installed; open Duidu from the menu."
        ;;
    --uninstall)
        for part in $parts; do rm -f "$data/$part"; done
        find "$data/icons/hicolor" \( -name duidu.png -o -name duidu.svg -o -name 'application-x-duidu-project.*' \) -delete 2>/dev/null || true
        if [ -L "$HOME/.local/bin/duidu" ]; then rm -f "$HOME/.local/bin/duidu"; fi
        rm -rf "$lib/duidu" "${XDG_CACHE_HOME:-$HOME/.cache}/duidu-program"
        told
        echo "已移除；项目和设置保留不动。 Removed; projects and settings stay."
        ;;
    *)
        place=${XDG_CACHE_HOME:-$HOME/.cache}/duidu-program/@SUM@
        unpack "$place"
        # Portable use is beside this file, not beside what it unpacked.
        if [ -e "$(dirname "$self")/portable" ] && [ -z "${DUIDU_HOME:-}" ]; then
            DUIDU_HOME=$(dirname "$self")/data
            export DUIDU_HOME
        fi
        exec "$place/lib/duidu/duidu" "$@"
        ;;
esac
exit 0
