using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/Benchmarks -- --filter '*Decision*'
BenchmarkSwitcher.FromAssembly(typeof(SecretsDashboard.Benchmarks.DecisionBenchmarks).Assembly).Run(args);
