#!/usr/bin/env bash
# Takes pictures of the workbench at work: pictures.sh FOLDER [WIDTHxHEIGHT...] (120x40 unless given)
#
# Drives the program in tmux as a person would: trains mnist-lut-simple and an autoencoder, goes through the screens and presses W, which
# writes the whole screen with its colours as an SVG. Two themes each. BBWB in the environment is the program (.build/release/bbwb).
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: Scripts/pictures.sh FOLDER [WIDTHxHEIGHT...]" >&2; exit 2; }
command -v tmux >/dev/null || { echo "pictures.sh: tmux is missing: apt-get install tmux" >&2; exit 1; }
program=$(realpath "${BBWB:-$(dirname "$0")/../.build/release/bbwb}")
mkdir -p "$1"
folder=$(realpath "$1")
shift
[ $# -gt 0 ] || set -- 120x40

work=$(mktemp -d)
socket=bbwb-pictures-$$
trap 'tmux -L "$socket" kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
cd "$work"
export XDG_CONFIG_HOME=$work/config LANG=C.UTF-8

keys() { for key in "$@"; do tmux -L "$socket" send-keys -t p "$key"; sleep 0.3; done; }
# Waits until the screen shows a text.
shows() {
    for _ in $(seq 600); do
        tmux -L "$socket" capture-pane -p -t p | grep -qE -- "$1" && return
        sleep 0.2
    done
    echo "pictures.sh: the screen never showed '$1':" >&2
    tmux -L "$socket" capture-pane -p -t p >&2
    exit 1
}
# Writes the screen under a name.
picture() {
    rm -f "$work"/*.svg "$work"/runs/*/*/screen*.svg
    keys W
    local file=
    for _ in $(seq 50); do
        file=$(ls -t "$work"/*.svg "$work"/runs/*/*/*.svg 2>/dev/null | head -1 || true)
        [ -n "$file" ] && break
        sleep 0.1
    done
    [ -n "$file" ] || { echo "pictures.sh: no picture of $1" >&2; exit 1; }
    mv "$file" "$folder/$1-$size-$theme.svg"
    echo "$folder/$1-$size-$theme.svg"
}
begin() {
    tmux -L "$socket" -f /dev/null new-session -d -s p -x "${size%x*}" -y "${size#*x}" \
        "TERM=screen-256color COLORTERM=truecolor '$program' --theme $theme $*; sleep 600"
    tmux -L "$socket" set-option -g status off >/dev/null
}
finish() { tmux -L "$socket" kill-server; sleep 0.3; }

for size in "$@"; do
    for theme in dark light; do
        rm -rf runs
        begin mnist-lut-simple --epochs 12
        shows 'epoch [4-9]/'
        keys 1 j b
        shows 'epoch ([7-9]|1.)/'
        picture train
        keys 2; picture layers
        keys 3; picture samples
        keys 4; picture luts
        keys 5; picture modulation
        shows 'FINISHED'
        keys 6; sleep 1; picture runs
        keys 7; picture log
        keys 0; sleep 1; picture start
        keys F; shows 'name:'; picture experiment
        finish
        begin mnist-autoencoder-simple --epochs 6
        shows 'epoch [4-6]/'
        keys 3; picture autoencoder
        finish
    done
done
