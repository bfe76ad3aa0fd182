#!/usr/bin/env bash
# Installs the Debian packages that bbwb needs and this machine lacks; does nothing where all are there.
#
#   Scripts/install-dependencies.sh            to build, run and test
#   Scripts/install-dependencies.sh test-all   also what `make test-all` needs
set -euo pipefail

purpose=${1:-build}

# Package, a package that does as well (or -), and what it is for.
wanted=(
    "pkg-config         -                 finds the libraries for the build"
    "libncurses-dev     libncursesw5-dev  draws the workbench in the terminal"
    "libopenblas-dev    -                 multiplies the matrices of dense layers"
    "libarchive-dev     -                 reads compressed data sets"
    "iverilog           -                 simulates exported Verilog"
    "libssl-dev         -                 checks data sets by SHA-256"
)
case $purpose in
build) ;;
test-all)
    wanted+=(
        "dataset-fashion-mnist -  the full-size data set of the slow tests"
        "verilator      -                 checks and simulates exported Verilog of full size"
        "yosys          -                 maps exported Verilog and proves its logic"
        "ghdl           ghdl-mcode        simulates exported VHDL, and turns it into Verilog for its proof"
        "nextpnr-ice40  -                 places and routes it for an iCE40"
        "fpga-icestorm  -                 the database that nextpnr-ice40 needs"
        "slurm-wlm      -                 a cluster of one node, for the tests of sweeps"
        "munge          -                 lets Slurm's programs trust one another"
        "bindfs         -                 a second mount of a folder, without common locks"
        "strace         -                 makes locks fail"
        "parallel       -                 GNU parallel, for the tests of sweeps"
        "pocl-opencl-icd -                an OpenCL device that is the processor, to test devices with"
        "ocl-icd-libopencl1 nvidia-libopencl1 finds the drivers of OpenCL"
        "python3-venv   -                 holds the TensorBoard and the vendor's C++ types that tests use"
    )
    ;;
*)
    echo "install-dependencies: unknown purpose '$purpose': use build or test-all" >&2
    exit 2
    ;;
esac

fail() {
    echo "install-dependencies: $1" >&2
    exit 1
}

if ! command -v swift >/dev/null; then
    fail "there is no 'swift' in PATH: install Swift 6.2 or later from https://www.swift.org/install"
fi

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: make sure that these libraries are installed under their names here:"
    printf '  %s\n' "${wanted[@]}"
    exit 0
fi

installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

missing=()
reasons=()
for line in "${wanted[@]}"; do
    read -r package alternative reason <<<"$line"
    if installed "$package"; then continue; fi
    if [ "$alternative" != - ] && installed "$alternative"; then continue; fi
    missing+=("$package")
    reasons+=("$(printf '  %-22s %s' "$package" "$reason")")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

echo "Installing Debian packages that are missing:"
printf '%s\n' "${reasons[@]}"

install=(apt-get install --yes --quiet=2 --no-install-recommends "${missing[@]}")
if [ "$(id -u)" -eq 0 ]; then
    as_root=(env)
elif command -v sudo >/dev/null; then
    as_root=(sudo env)
else
    fail "this takes root's rights, and there is no sudo: run as root: ${install[*]}"
fi
as_root+=(DEBIAN_FRONTEND=noninteractive)

give_up() {
    fail "$1 failed, see above: check the network and your rights, then run as root: ${install[*]}"
}

update() {
    echo "Updating the package lists (apt-get update)"
    "${as_root[@]}" apt-get update --quiet=2 || give_up "apt-get update"
}

# A fresh machine or container often has no lists at all.
updated=no
if ! apt-cache show "${missing[@]}" >/dev/null 2>&1; then
    update
    updated=yes
fi

if ! "${as_root[@]}" "${install[@]}"; then
    # Old lists name versions that the mirror no longer has: one more try with new ones.
    if [ $updated = yes ]; then give_up "apt-get install"; fi
    update
    "${as_root[@]}" "${install[@]}" || give_up "apt-get install"
fi
