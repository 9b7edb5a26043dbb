using BenchmarkDotNet.Running;
using SecretsDashboard.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Decision*'     one benchmark class
// dotnet run -c Release --project tests/Benchmarks -- lists 100 100000          pages and searches over that many secrets
// dotnet run -c Release --project tests/Benchmarks -- start PATH-TO-WEB.dll     start to first answer
switch (args)
{
    case ["lists", .. var sizes]:
        await ListCosts.MeasureAsync([.. sizes.Select(int.Parse)]);
        break;
    case ["start", var server]:
        await StartCosts.MeasureAsync(server);
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(DecisionBenchmarks).Assembly).Run(args);
        break;
}
