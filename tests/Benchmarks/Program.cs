using System.Globalization;
using BenchmarkDotNet.Running;
using SecretsDashboard.Benchmarks;
using SecretsDashboard.Benchmarks.ApiCosts;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Decision*'     one benchmark class
// dotnet run -c Release --project tests/Benchmarks -- lists 100 100000          pages and searches over that many secrets
// dotnet run -c Release --project tests/Benchmarks -- start PATH-TO-WEB.dll     start to first answer
// dotnet run -c Release --project tests/Benchmarks -- api PATH-TO-WEB.dll 10    the API under load, so many seconds for each row
// dotnet run -c Release --project tests/Benchmarks -- resolve PATH-TO-WEB.dll 10   the same for services that read their values
// dotnet run -c Release --project tests/Benchmarks -- fleet PATH-TO-WEB.dll 10     the same for many services, beside etcd and Kestrel
// dotnet run -c Release --project tests/Benchmarks -- anonymous PATH-TO-WEB.dll 60
// services that read, with and without unauthenticated clients beside them
switch (args)
{
    case ["api", var server, var seconds]:
        await ApiLoad.MeasureAsync(server, int.Parse(seconds, CultureInfo.InvariantCulture));
        break;
    case ["resolve", var server, var seconds]:
        await ResolveLoad.MeasureAsync(server, int.Parse(seconds, CultureInfo.InvariantCulture));
        break;
    case ["fleet", var server, var seconds, .. var services]:
        await FleetLoad.MeasureAsync(
            server,
            int.Parse(seconds, CultureInfo.InvariantCulture),
            services is [var cold] ? int.Parse(cold, CultureInfo.InvariantCulture) : 200
        );
        break;
    case ["anonymous", var server, var seconds]:
        await AnonymousLoad.MeasureAsync(server, int.Parse(seconds, CultureInfo.InvariantCulture));
        break;
    case ["bare", var address, var answerFile]:
        await BareKestrel.RunAsync(address, answerFile);
        break;
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
