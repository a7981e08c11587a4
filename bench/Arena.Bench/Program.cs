using Arena.Bench;

// dotnet run -c Release --project bench/Arena.Bench -- <benchmark>
switch (args.FirstOrDefault())
{
    case "grain-calls":
        await GrainCallBench.RunAsync();
        return 0;
    default:
        await Console.Error.WriteLineAsync("Which benchmark? One of: grain-calls");
        return 2;
}
