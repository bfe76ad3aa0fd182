import Testing

extension Trait where Self == TimeLimitTrait {
    /// Ends a test that hangs. It is far beyond what any test takes, since a slow or busy machine is no failure.
    static var hangLimit: Self { .timeLimit(.minutes(60)) }
}
