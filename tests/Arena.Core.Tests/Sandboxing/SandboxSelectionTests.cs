using Arena.Core.Sandboxing;

namespace Arena.Core.Tests.Sandboxing;

public sealed class SandboxSelectionTests
{
    [Fact]
    public void Features_OfOldAndNewHelp_AreRead()
    {
        BubblewrapFeatures.Read("    --tmpfs DEST\n").ShouldBe(new BubblewrapFeatures(false, false));
        BubblewrapFeatures.Read("    --disable-userns    Disable\n    --size BYTES    Set size\n").ShouldBe(new BubblewrapFeatures(true, true));
    }
}
