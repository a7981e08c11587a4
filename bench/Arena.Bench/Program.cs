using Arena.Bench;

// dotnet run -c Release --project bench/Arena.Bench -- [benchmark]
var benchmarks = new Dictionary<string, Func<Task>>(StringComparer.Ordinal)
{
    ["grain-calls"] = () => GrainCallBench.RunAsync(),
    ["turns"] = EngineBench.TurnsAsync,
    ["single-turn"] = EngineBench.SingleTurnAsync,
    ["concurrency"] = EngineBench.ConcurrencyAsync,
    ["campaign"] = CampaignBench.RunAsync,
    ["log"] = LogBench.RunAsync,
    ["dialects"] = DialectBench.RunAsync,
    ["gate"] = GateBench.RunAsync,
};
if (args is not [var name] || !benchmarks.TryGetValue(name, out var benchmark))
{
    await Console.Error.WriteLineAsync($"Which benchmark? One of: {string.Join(", ", benchmarks.Keys)}");
    return 2;
}

await benchmark();
return 0;
