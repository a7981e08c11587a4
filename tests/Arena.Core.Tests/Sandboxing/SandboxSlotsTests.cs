using Arena.Core.Sandboxing;

namespace Arena.Core.Tests.Sandboxing;

public sealed class SandboxSlotsTests
{
    [Fact]
    public async Task Slot_TellsHowLongWasWaitedForIt()
    {
        var time = new ManualTime();
        using var slots = new SandboxSlots(1);
        var first = await slots.AcquireAsync(time, CancellationToken.None);
        var second = slots.AcquireAsync(time, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(3));
        first.Dispose();
        first.Dispose();

        using (var slot = await second.Within("the second slot"))
            slot.Waited.ShouldBe(TimeSpan.FromSeconds(3));
        first.Waited.ShouldBe(TimeSpan.Zero);
    }
}
