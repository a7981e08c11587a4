using Arena.GrainHost.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Arena.GrainHost.Tests.Cluster;

/// <summary>Orleans' own test cluster of one silo, on storage that outlives it. Its time is real.</summary>
public sealed class OrleansGrainHost : Conformance.GrainHost
{
    private readonly SharedGrainStorage storage = new();
    private readonly SharedReminderTable reminders = new();
    private InProcessTestCluster? cluster;

    public override IGrainFactory Client => cluster?.Client ?? throw new InvalidOperationException("The cluster is not running.");

    public override async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddKeyedSingleton<IGrainStorage>(Storage, storage);
            silo.AddReminders();
            silo.Services.AddSingleton<IReminderTable>(reminders);
            silo.Services.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout);
            silo.Services.Configure<ReminderOptions>(o => o.MinimumReminderPeriod = MinimumReminderPeriod);
            silo.Services.Configure<GrainCollectionOptions>(o =>
            {
                o.CollectionAge = CollectionAge;
                o.CollectionQuantum = CollectionQuantum;
                o.DeactivationTimeout = DeactivationTimeout;
            });
        });
        builder.ConfigureClient(client =>
            client.Services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = ResponseTimeout));
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public override async Task StopAsync()
    {
        await cluster!.StopAllSilosAsync();
        await cluster.DisposeAsync();
        cluster = null;
    }

    public override async Task CrashAsync()
    {
        foreach (var silo in cluster!.Silos)
            await cluster.KillSiloAsync(silo);
        await cluster.DisposeAsync();
        cluster = null;
    }

    public override Task PassAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System);

    public override async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await CrashAsync();
    }
}
