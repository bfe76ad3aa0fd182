#!/bin/bash
# Installs the built program below a prefix: the program, its experiments and digits, man page, and completions for three shells.
# Usage: Scripts/install.sh PROGRAM PREFIX [DESTDIR]; with --remove in front it takes all of that away again.
set -euo pipefail

remove=false
if [ "${1:-}" = --remove ]; then
    remove=true
    shift
fi
program=$1
root=${3:-}$2
folder=$(cd "$(dirname "$0")/.." && pwd)

files=(
    bin/bbwb
    share/man/man1/bbwb.1
    share/bash-completion/completions/bbwb
    share/zsh/site-functions/_bbwb
    share/fish/vendor_completions.d/bbwb.fish
)

if $remove; then
    for file in "${files[@]}"; do rm -f "$root/$file"; done
    rm -rf "$root/share/bbwb"
    echo "removed from $root"
    exit
fi

for file in "${files[@]}"; do mkdir -p "$root/$(dirname "$file")"; done
mkdir -p "$root/share/bbwb"
install -m 755 "$program" "$root/bin/bbwb"
cp -R "$folder/experiments" "$folder/datasets" "$root/share/bbwb/"
install -m 644 "$folder/LICENSE" "$root/share/bbwb/LICENSE"
"$program" --generate-completion-script bash > "$root/share/bash-completion/completions/bbwb"
"$program" --generate-completion-script zsh > "$root/share/zsh/site-functions/_bbwb"
"$program" --generate-completion-script fish > "$root/share/fish/vendor_completions.d/bbwb.fish"

# The man page: the help texts of the program and of each of its commands, as they are printed.
roff() { sed -e 's/\\/\\e/g' -e "s/^\\([.']\\)/\\\\\\&\\1/" -e 's/-/\\-/g'; }
{
    echo ".TH BBWB 1 \"\" \"bbwb $("$program" --version)\" \"bbwb\""
    echo ".SH NAME"
    echo "bbwb \\- a terminal workbench for neural nets made of look\\-up tables"
    echo ".SH SYNOPSIS"
    echo ".nf"
    "$program" --help | roff
    echo ".fi"
    echo ".SH COMMANDS"
    for command in $("$program" --help | sed -n 's/^  \([a-z]*\)\( .*\|$\)/\1/p' | grep -v '^$' | grep -v '^help$'); do
        echo ".SS bbwb $command"
        echo ".nf"
        "$program" help "$command" | roff
        echo ".fi"
    done
} > "$root/share/man/man1/bbwb.1"
echo "installed below $root; 'make uninstall PREFIX=$2' removes it"
