using Arena.Embedded;
using Arena.Embedded.Runtime;
using Arena.GrainHost.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Arena.GrainHost.Tests.Embedded;

/// <summary>The embedded host on files in a temporary folder, with a clock that the tests move.</summary>
public sealed class EmbeddedGrainHost : Conformance.GrainHost
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly string folder = Directory.CreateTempSubdirectory("arena-grains-").FullName;
    private readonly FakeTimeProvider time = new();
    private IHost? host;

    public override IGrainFactory Client => Services.GetRequiredService<IClusterClient>();

    private IServiceProvider Services => (host ?? throw new InvalidOperationException("The host is not running.")).Services;

    public override async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.UseOrleans(silo => silo
            .AddFileGrainStorage(Storage, Path.Combine(folder, "state"))
            .UseFileReminderService(Path.Combine(folder, "reminders"))
            .Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout)
            .Configure<ReminderOptions>(o => o.MinimumReminderPeriod = MinimumReminderPeriod)
            .Configure<GrainCollectionOptions>(o =>
            {
                o.CollectionAge = CollectionAge;
                o.CollectionQuantum = CollectionQuantum;
                o.DeactivationTimeout = DeactivationTimeout;
            }));
        host = builder.Build();
        await host.StartAsync();
    }

    public override async Task StopAsync()
    {
        await host!.StopAsync();
        host.Dispose();
        host = null;
    }

    public override Task CrashAsync()
    {
        Services.GetRequiredService<EmbeddedSilo>().Crash();
        host = null; // not disposed: a crash does not
        return Task.CompletedTask;
    }

    public override async Task PassAsync(TimeSpan passing)
    {
        for (var passed = TimeSpan.Zero; passed < passing; passed += Step)
        {
            time.Advance(Step);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (host is not null)
            await CrashAsync();
        Directory.Delete(folder, recursive: true);
    }
}
