using Arena.Embedded;
using Arena.GrainHost.Tests.Conformance;
using Arena.GrainHost.Tests.Conformance.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Arena.GrainHost.Tests.Embedded;

/// <summary>How an application takes the embedded host in.</summary>
public sealed class HostingTests
{
    [Fact]
    public async Task UseOrleans_InAWebApplicationWithItsClient_AnswersCalls()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.UseOrleansClient();
        builder.UseOrleans(silo => silo.AddMemoryGrainStorage(Conformance.GrainHost.Storage).UseInMemoryReminderService());
        await using var app = builder.Build();
        var silo = app.Services.GetServices<IHostedService>().OfType<Arena.Embedded.Runtime.EmbeddedSilo>().Single();

        await silo.StartAsync(TestContext.Current.CancellationToken);

        (await app.Services.GetRequiredService<IClusterClient>().GetGrain<ITurnGrain>("k").EchoAsync("hello")).ShouldBe("hello");
        await silo.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task MemoryStorage_WithoutAWrite_SharesNoObjectWithTheGrain()
    {
        using var host = TestSilo.Build(silo => silo
            .UseGrainTypes(typeof(TallyGrain)).AddMemoryGrainStorage(Conformance.GrainHost.Storage));
        await host.StartAsync();
        var grain = host.Grains().GetGrain<ITallyGrain>("k");
        await grain.AddAsync("stored");
        await grain.AddInMemoryAsync("lost");
        await grain.DeactivateAsync();

        (await grain.CountAsync()).ShouldBe(1);
        await host.StopAsync();
    }

    [Fact]
    public async Task Call_BeforeStartOrAfterStop_IsRejected()
    {
        using var host = TestSilo.Build(silo => silo.UseGrainTypes(typeof(TurnGrain)));
        var grain = host.Grains().GetGrain<ITurnGrain>(Guid.NewGuid().ToString());

        await Should.ThrowAsync<OrleansMessageRejectionException>(() => grain.EchoAsync("too early"));
        await host.StartAsync();
        (await grain.EchoAsync("now")).ShouldBe("now");
        await host.StopAsync();

        await Should.ThrowAsync<OrleansMessageRejectionException>(() => grain.EchoAsync("too late"));
    }

    [Fact]
    public void GetGrain_WithoutAClassOrKey_IsRefused()
    {
        using var host = TestSilo.Build(silo => silo.UseGrainTypes(typeof(TurnGrain)));

        Should.Throw<ArgumentException>(() => host.Grains().GetGrain<ITallyGrain>("k"))
            .Message.ShouldContain(nameof(ITallyGrain));
        Should.Throw<ArgumentException>(() => host.Grains().GetGrain<ITurnGrain>(""));
    }

    [Fact]
    public async Task RegisterReminder_WithoutAService_SaysWhatToAdd()
    {
        using var host = TestSilo.Build(silo => silo.UseGrainTypes(typeof(AlarmGrain)));
        await host.StartAsync();

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => host.Grains().GetGrain<IAlarmGrain>("k")
            .RegisterAsync("r", TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));

        failure.Message.ShouldContain("No reminder service");
        await host.StopAsync();
    }

    [Fact]
    public async Task Reminder_WithThePeriodBelowTheDefaultMinimum_IsRefused()
    {
        using var host = TestSilo.Build(silo => silo.UseGrainTypes(typeof(AlarmGrain)).UseInMemoryReminderService());
        await host.StartAsync();

        await Should.ThrowAsync<ArgumentException>(() => host.Grains().GetGrain<IAlarmGrain>("k")
            .RegisterAsync("r", TimeSpan.Zero, TimeSpan.FromSeconds(59)));
        await host.StopAsync();
    }
}
