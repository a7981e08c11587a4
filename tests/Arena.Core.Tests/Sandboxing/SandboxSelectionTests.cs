using Arena.Core.Sandboxing;

namespace Arena.Core.Tests.Sandboxing;

public sealed class SandboxSelectionTests(Sandboxes sandboxes)
{
    [Fact]
    public void Features_OfOldAndNewHelp_AreRead()
    {
        BubblewrapFeatures.Read("    --tmpfs DEST\n").ShouldBe(new BubblewrapFeatures(false, false));
        BubblewrapFeatures.Read("    --disable-userns    Disable\n    --size BYTES    Set size\n").ShouldBe(new BubblewrapFeatures(true, true));
    }

    [Fact]
    public async Task Choose_NoBubblewrap_SaysWhatToInstallAndNamesTheOption() =>
        (await Should.ThrowAsync<SandboxMissingException>(Choose(allowUnsandboxed: false, "bwrap"))).Message.ShouldBe(
            "Tools and checkers run in a sandbox, and bubblewrap is not installed: apt-get install bubblewrap. To run them without isolation instead, pass --allow-unsandboxed.");

    [Fact]
    public async Task Choose_NoBubblewrapAndAllowed_IsProcess() =>
        (await Choose(allowUnsandboxed: true, "bwrap")).Kind.ShouldBe("process");

    [Fact]
    public async Task Choose_NoUtilLinux_SaysSo() =>
        (await Should.ThrowAsync<SandboxMissingException>(Choose(allowUnsandboxed: true, "prlimit"))).Message.ShouldBe(
            "Tools and checkers need prlimit: apt-get install util-linux.");

    [Fact]
    public async Task Choose_AllowedButBubblewrapWorks_IsBubblewrap()
    {
        sandboxes.Get("bubblewrap");
        (await SandboxSelection.ChooseAsync(sandboxes.Folders, sandboxes.Slots, allowUnsandboxed: true, CancellationToken.None)).Kind.ShouldBe("bubblewrap");
    }

    private Task<ISandbox> Choose(bool allowUnsandboxed, string missing) =>
        SandboxSelection.ChooseAsync(sandboxes.Folders, sandboxes.Slots, allowUnsandboxed, name => name != missing, null, CancellationToken.None);
}
