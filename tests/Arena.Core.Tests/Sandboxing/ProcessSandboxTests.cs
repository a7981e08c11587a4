using Arena.Core.Workspaces;

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

    [Fact]
    public async Task Run_AsRoot_NumberOfProcessesIsLimited()
    {
        // Not by a fork bomb: without namespaces it would use up the processes of the tests beside it.
        Assert.SkipUnless(WorkspaceFolders.SandboxUser is not null, "Without namespaces the limit counts all processes of a person.");
        (await Run(["prlimit", "--nproc", "--output=HARD", "--noheadings"])).StandardOutput.Text.Trim().ShouldBe($"{64 * Environment.ProcessorCount}");
    }
}
