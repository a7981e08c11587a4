using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Sandboxing;

/// <summary>Alone, because without namespaces the bomb uses up the processes of every other command of that user.</summary>
[Collection(nameof(Alone))]
public sealed class ForkBombTests(Sandboxes sandboxes)
{
    [Theory]
    [InlineData("bubblewrap")]
    [InlineData("process")]
    public async Task Run_ForkBomb_IsStoppedByTheLimit(string kind)
    {
        Assert.SkipUnless(kind == "bubblewrap" || WorkspaceFolders.SandboxUser is not null, "Without namespaces the limit counts all processes of a person.");
        const string Bomb = """
            import os, time
            born = 0
            while True:
                try:
                    if os.fork() == 0:
                        time.sleep(60)
                        os._exit(0)
                    born += 1
                except OSError as e:
                    print("stopped", born < 64 * os.cpu_count(), e.errno)
                    break
            """;
        var result = await sandboxes.Get(kind).RunAsync(new SandboxCommand(["python3", "-c", Bomb], sandboxes.Workspace()), CancellationToken.None);
        result.StandardOutput.Text.ShouldBe("stopped True 11\n", result.StandardError.Text);
    }

    [CollectionDefinition(nameof(Alone), DisableParallelization = true)]
    public sealed class Alone;
}
