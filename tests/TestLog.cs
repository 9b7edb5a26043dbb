using System.Reflection;
using Xunit;
using Xunit.v3;

[assembly: SecretsDashboard.Tests.TestLog]

namespace SecretsDashboard.Tests;

/// <summary>Writes down each test as it starts and as it ends, to the file that TEST_LOG names. tests/run reads it when a suite was stopped
/// at its time limit and could report nothing itself.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class TestLogAttribute : BeforeAfterTestAttribute
{
    private static readonly StreamWriter? Log = Environment.GetEnvironmentVariable("TEST_LOG") is { Length: > 0 } file
        ? new StreamWriter(file) { AutoFlush = true }
        : null;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Write("Started", test);

    public override void After(MethodInfo methodUnderTest, IXunitTest test) =>
        Write(Xunit.TestContext.Current.TestState?.Result.ToString() ?? "Ended", test);

    private static void Write(string state, IXunitTest test)
    {
        if (Log is not null)
        {
            lock (Log)
            {
                Log.WriteLine($"{state}\t{test.TestDisplayName.ReplaceLineEndings(" ")}");
            }
        }
    }
}
