using Arena.GrainHost.Tests.Conformance.Grains;

namespace Arena.GrainHost.Tests.Conformance;

public sealed class ReminderTests : ConformanceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(200);

    private IAlarmGrain Grain => Host.Client.GetGrain<IAlarmGrain>(Key);

    [Fact]
    public async Task Reminder_Registered_TicksAgainAndAgain()
    {
        await Grain.RegisterAsync("r", Soon, Soon);

        await Host.UntilAsync(() => Reminded("r") >= 3, "three reminders");
    }

    [Fact]
    public async Task Reminder_OfADeactivatedGrain_ActivatesIt()
    {
        await Grain.RegisterAsync("r", TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await Grain.DeactivateAsync();
        await Host.UntilAsync(() => Events.Contains("deactivate"), "the deactivation");

        await Host.UntilAsync(() => Reminded("r") >= 1, "the reminder");

        Journal.Count(Key, "activate").ShouldBe(2);
    }

    [Fact]
    public async Task Reminder_Unregistered_Stops()
    {
        await Grain.RegisterAsync("r", Soon, Soon);
        await Grain.RegisterAsync("s", TimeSpan.FromHours(1), Soon);
        (await Grain.NamesAsync()).ShouldBe(["r", "s"]);
        await Host.UntilAsync(() => Reminded("r") >= 1, "a reminder");
        await Grain.UnregisterAsync("r");
        (await Grain.NamesAsync()).ShouldBe(["s"]);
        var before = Reminded("r");

        await Host.PassAsync(Soon * 4);

        Reminded("r").ShouldBeLessThanOrEqualTo(before + 1, "only one that was on its way may follow");
    }

    [Fact]
    public async Task Reminder_WhoseTickIsInProgress_DoesNotTickAgain()
    {
        await Grain.RegisterAsync("held", Soon, Soon);
        await Host.UntilAsync(() => Reminded("held") == 1, "the reminder");

        await Host.PassAsync(Soon * 4);

        Reminded("held").ShouldBe(1);
        Gates.Open(Key, "held");
        await Host.UntilAsync(() => Reminded("held") > 1, "the next reminder");
    }

    [Fact]
    public async Task Reminder_AfterAStopAndStart_TicksSoon()
    {
        await Grain.RegisterAsync("r", Soon, Soon);
        await Host.StopAsync();
        var before = Reminded("r");

        await Host.StartAsync();

        await Host.UntilAsync(() => Reminded("r") > before, "a reminder after the restart");
        (await Grain.NamesAsync()).ShouldBe(["r"]);
    }

    [Fact]
    public async Task Reminder_AfterACrash_TicksSoon()
    {
        await Grain.RegisterAsync("r", Soon, Soon);
        await Host.CrashAsync();
        var before = Reminded("r");

        await Host.StartAsync();

        await Host.UntilAsync(() => Reminded("r") > before, "a reminder after the crash");
    }

    [Fact]
    public async Task Reminder_WithTooShortAPeriod_IsRefused() =>
        await Should.ThrowAsync<ArgumentException>(() => Grain.RegisterAsync("r", Soon, TimeSpan.FromMilliseconds(1)));

    private int Reminded(string name) => Journal.Count(Key, "remind " + name);
}
