using Arena.AppHost;
using Arena.Core.Configuration;
using Arena.Core.Sandboxing;
using Arena.Core.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var settings = ArenaSettings.Load(CommandLine.Parse(args));
    await using var app = await ArenaApp.StartAsync(settings, CancellationToken.None);
    Console.WriteLine($"Arena is up at {ArenaApp.AddressOf(app).ToString().TrimEnd('/')} (API description: /openapi/v1.json)");
    Console.WriteLine($"Data: {settings.Data}. Ctrl-C stops it; what is under way goes on at the next start.");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (CommandLineException e)
{
    await (e.ExitCode == 0 ? Console.Out : Console.Error).WriteLineAsync(e.Message);
    return e.ExitCode;
}
catch (Exception e) when (e is SettingsException or DataFolderInUseException or SandboxMissingException or IOException)
{
    await Console.Error.WriteLineAsync($"arena up: {e.Message}");
    return 1;
}
