using SecretsDashboard.E2E.Canaries;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestClassOrderer(typeof(CanariesLast))]

namespace SecretsDashboard.E2E.Canaries;

/// <summary>Lets the search for leaked values come after the tests whose traffic it searches; the others keep an order by name.</summary>
public sealed class CanariesLast : ITestClassOrderer
{
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : ITestClass =>
        [.. testClasses.OrderBy(test => IsSearch(test)).ThenBy(test => test?.TestClassName, StringComparer.Ordinal)];

    private static bool IsSearch(ITestClass? test) => test?.TestClassSimpleName.StartsWith(nameof(No_value_leaks), StringComparison.Ordinal) ?? false;
}
