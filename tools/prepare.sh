#!/bin/sh
# Prepare this machine for `make run` and `make test`:
#   prepare.sh system run|test   the system libraries that Qt needs, and for tests what renders their pages
#   prepare.sh python run|test   the virtual environment with our libraries
# On Debian and its relatives what is missing is installed; elsewhere one sentence says what is missing.
set -eu
cd "$(dirname "$0")/.."

say() { echo "crm-desktop: $*" >&2; }

# Each line: the file that Qt loads, the Debian package that has it.
LIBRARIES="
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11.so.6 libx11-6
libX11-xcb.so.1 libx11-xcb1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libwayland-cursor.so.0 libwayland-cursor0
"

# Prints the packages of libraries and tools that are not there.
missing_packages() {
    present=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    echo "$LIBRARIES" | while read -r library package; do
        [ -z "$library" ] && continue
        case "$present" in
            *"	$library "*) ;;
            *) echo "$package" ;;
        esac
    done
    if [ "$1" = test ]; then
        command -v Xvfb >/dev/null || echo xvfb
        command -v xdotool >/dev/null || echo xdotool
        command -v xauth >/dev/null || echo xauth # for xvfb-run
        command -v pdftoppm >/dev/null || echo poppler-utils
        [ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] || echo fonts-noto-cjk
    fi
}

# Installs packages with apt-get where we may; fails where we may not or cannot.
install_packages() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        as_root=""
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        as_root=sudo
    else
        return 1
    fi
    say "installing $*"
    $as_root apt-get -qq update >&2 || true # an old list may still do
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "$@" >&2
}

prepare_system() {
    [ "$(uname -s)" = Linux ] || return 0
    missing=$(missing_packages "$1" | tr '\n' ' ')
    [ -z "$missing" ] && return 0
    # shellcheck disable=SC2086 # one word a package
    install_packages $missing && return 0
    say "the window may not open: these system packages (Debian's names) are missing and could not be installed: $missing"
    say "install them as the administrator: apt-get install $missing"
}

# Prints the first Python that is new enough.
find_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.13 python3.12 python3.11 python3.14; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}

make_environment() {
    if ! python=$(find_python) && ! { install_packages python3 && python=$(find_python); }; then
        say "Python 3.11 or newer was not found. Install it, or name it: make run PYTHON=/path/to/python3"
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package="python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
        if ! install_packages "$package"; then
            say "$python has no venv module. Install it as the administrator: apt-get install $package"
            exit 1
        fi
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

prepare_python() {
    # An environment whose Python was removed or is too old is made anew.
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || make_environment
    if [ "$1" = test ]; then what='.[dev]'; else what=.; fi
    say "installing our libraries into .venv; the first time this takes a minute"
    .venv/bin/python -m pip install -qq --editable "$what" # twice quiet: only errors
    if ! trouble=$(.venv/bin/python -c 'import PySide6.QtWidgets, sqlcipher3' 2>&1); then
        say "a library cannot be loaded: $(echo "$trouble" | tail -n 1)"
        exit 1
    fi
    # As pip does for what it does not install editable: the first start need not compile.
    .venv/bin/python -m compileall -q crm_desktop || true
    touch .venv/.ready-run
    if [ "$1" = test ]; then touch .venv/.ready-test; fi
}

case "${1:-} ${2:-}" in
    "system run" | "system test") prepare_system "$2" ;;
    "python run" | "python test") prepare_python "$2" ;;
    *)
        say "usage: prepare.sh system|python run|test"
        exit 2
        ;;
esac
