using System.Diagnostics;
using Arena.Core.Sandboxing;

namespace Arena.Core.Tests.Sandboxing;

/// <summary>What holds under every sandbox.</summary>
public abstract class SandboxContractTests(Sandboxes sandboxes)
{
    protected abstract string Kind { get; }

    protected Sandboxes Sandboxes { get; } = sandboxes;

    protected ISandbox Sandbox => Sandboxes.Get(Kind);

    [Fact]
    public async Task Run_ExitCodeAndStreams_AreReported()
    {
        var result = await Shell("echo out; echo err >&2; exit 3");
        result.ExitCode.ShouldBe(3);
        result.StandardOutput.ShouldBe(new CapturedText("out\n", 0));
        result.StandardError.ShouldBe(new CapturedText("err\n", 0));
        result.TimedOut.ShouldBeFalse();
    }

    [Fact]
    public async Task Run_UnknownProgram_IsAResult() =>
        (await Run(["no-such-program"])).ExitCode.ShouldBe(127);

    [Fact]
    public async Task Run_Environment_IsClean()
    {
        Environment.SetEnvironmentVariable("ARENA_TEST_SECRET", "hunter2");
        var names = (await Shell("env")).StandardOutput.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=')[0]);
        names.Except(["PATH", "HOME", "TMPDIR", "LANG", "TZ", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "ARENA_WORKSPACE", "PWD", "OLDPWD", "SHLVL", "_"])
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_StandardInput_IsEmpty() =>
        (await Shell("cat; echo done")).StandardOutput.Text.ShouldBe("done\n");

    [Fact]
    public async Task Run_WritableWorkspace_KeepsWhatIsWritten()
    {
        var workspace = Sandboxes.Workspace();
        await Run(["sh", "-c", "echo 1 > a && mkdir b && pwd"], workspace, writable: true);
        (await File.ReadAllTextAsync(Path.Combine(workspace, "a"))).ShouldBe("1\n");
        Directory.Exists(Path.Combine(workspace, "b")).ShouldBeTrue();
    }

    [Fact]
    public async Task Run_Mount_IsFoundByItsVariableAndAsWorkingDirectory()
    {
        var mount = Sandboxes.Workspace();
        await File.WriteAllTextAsync(Path.Combine(mount, "x.txt"), "content");
        var result = await Sandbox.RunAsync(
            new SandboxCommand(["sh", "-c", "cat x.txt \"$ARENA_DATA_X/x.txt\""], Sandboxes.Workspace())
            {
                Mounts = [new SandboxMount(mount, "/data-x", "ARENA_DATA_X")],
                WorkingDirectory = "/data-x",
            },
            CancellationToken.None);
        result.StandardOutput.Text.ShouldBe("contentcontent", result.StandardError.Text);
    }

    [Fact]
    public async Task Run_AsRoot_CommandIsNobody()
    {
        Assert.SkipUnless(Core.Workspaces.WorkspaceFolders.SandboxUser is not null, "Arena is not root here.");
        (await Shell("id -u")).StandardOutput.Text.ShouldBe("65534\n");
    }

    [Fact]
    public async Task Run_MuchOutput_IsCappedAndDoesNotBlock()
    {
        var result = await Shell("head -c 9000000 /dev/zero | tr '\\0' a; head -c 6000000 /dev/zero | tr '\\0' b >&2");
        result.ExitCode.ShouldBe(0);
        result.StandardOutput.Text.Length.ShouldBe(4 << 20);
        result.StandardOutput.DroppedBytes.ShouldBe(9_000_000 - (4 << 20));
        result.StandardError.DroppedBytes.ShouldBe(6_000_000 - (4 << 20));
    }

    [Fact]
    public async Task Run_PastTimeout_IsKilledWithItsGrandchildren()
    {
        var marker = $"31{Random.Next(100_000, 999_999)}";
        var began = Stopwatch.GetTimestamp();
        var result = await Run(["sh", "-c", $"echo begun; (sleep {marker} & sleep {marker}) & sleep {marker}"], timeout: TimeSpan.FromMilliseconds(400));
        result.TimedOut.ShouldBeTrue();
        result.StandardOutput.Text.ShouldBe("begun\n");
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await Gone(marker);
    }

    [Fact]
    public async Task Run_ChildLeftInBackground_IsKilledAtTheEnd()
    {
        var marker = $"32{Random.Next(100_000, 999_999)}";
        var result = await Shell($"sleep {marker} & echo done");
        result.TimedOut.ShouldBeFalse();
        result.StandardOutput.Text.ShouldBe("done\n");
        await Gone(marker);
    }

    [Fact]
    public async Task Run_Cancelled_ThrowsAndKills()
    {
        var marker = $"33{Random.Next(100_000, 999_999)}";
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Should.ThrowAsync<OperationCanceledException>(Sandbox.RunAsync(
            new SandboxCommand(["sh", "-c", $"sleep {marker} & sleep {marker}"], Sandboxes.Workspace()), cancel.Token));
        await Gone(marker);
    }

    [Fact]
    public async Task Run_TooMuchMemory_IsRefusedByTheLimit()
    {
        var result = await Run(["python3", "-c", "x = bytearray(3 << 29)"]);
        result.ExitCode.ShouldNotBe(0);
        result.StandardError.Text.ShouldContain("MemoryError");
    }

    [Fact]
    public async Task Run_TooLargeFile_IsRefusedByTheLimit()
    {
        var workspace = Sandboxes.Workspace();
        var result = await Sandbox.RunAsync(
            new SandboxCommand(["sh", "-c", "head -c 3000000 /dev/zero > big"], workspace)
            {
                WorkspaceWritable = true, Limits = new SandboxLimits(FileBytes: 1_000_000),
            },
            CancellationToken.None);
        result.ExitCode.ShouldNotBe(0);
        new FileInfo(Path.Combine(workspace, "big")).Length.ShouldBe(1_000_000);
    }

    [Fact]
    public async Task Run_MoreThanSlots_WaitAndAllFinish()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Shell($"echo {i}")));
        results.Select(r => r.StandardOutput.Text).ShouldBe(Enumerable.Range(0, 12).Select(i => $"{i}\n"));
    }

    protected Task<SandboxResult> Shell(string script) => Run(["sh", "-c", script]);

    protected Task<SandboxResult> Run(string[] command, string? workspace = null, bool writable = false, TimeSpan? timeout = null) =>
        Sandbox.RunAsync(
            new SandboxCommand([.. command], workspace ?? Sandboxes.Workspace()) { WorkspaceWritable = writable, Timeout = timeout ?? TimeSpan.FromSeconds(20) },
            CancellationToken.None);

    private static readonly Random Random = new();

    /// <summary>Waits until no process has the marker among its arguments: the kernel ends processes a moment after the kill.</summary>
    private static async Task Gone(string marker)
    {
        var deadline = Stopwatch.GetTimestamp() + 10 * Stopwatch.Frequency;
        while (Alive())
        {
            Stopwatch.GetTimestamp().ShouldBeLessThan(deadline, $"sleep {marker} is still there");
            await Task.Yield();
        }

        bool Alive() => Directory.EnumerateDirectories("/proc").Where(p => char.IsDigit(p[6])).Any(p =>
        {
            try
            {
                return File.ReadAllText(p + "/cmdline").Split('\0') is ["sleep", var argument, ..] && argument == marker;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        });
    }
}
