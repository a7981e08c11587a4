namespace Arena.Core.Tests.Sandboxing;

public sealed class ProcessSandboxTests(Sandboxes sandboxes) : SandboxContractTests(sandboxes)
{
    protected override string Kind => "process";

    [Fact]
    public async Task Run_TemporaryFolder_IsGoneAfterwards()
    {
        var home = (await Shell("echo x > $HOME/file; printf %s $HOME")).StandardOutput.Text;
        home.ShouldStartWith(Sandboxes.Folders.Root);
        Directory.Exists(home).ShouldBeFalse();
    }
}
