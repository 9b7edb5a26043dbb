using SecretsDashboard.E2E.Hosts;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestClassOrderer(typeof(TrafficChecksLast))]

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Marks tests that check the traffic of all other tests of their host.</summary>
internal interface ITrafficCheck;

/// <summary>Runs the tests that check the traffic last; the others are ordered by name.</summary>
public sealed class TrafficChecksLast : ITestClassOrderer
{
    public IReadOnlyCollection<TTestClass?> OrderTestClasses<TTestClass>(IReadOnlyCollection<TTestClass?> testClasses)
        where TTestClass : ITestClass =>
        [.. testClasses.OrderBy(test => IsTrafficCheck(test)).ThenBy(test => test?.TestClassName, StringComparer.Ordinal)];

    private static bool IsTrafficCheck(ITestClass? test) =>
        test is IXunitTestClass { Class: var type } && type.IsAssignableTo(typeof(ITrafficCheck));
}
