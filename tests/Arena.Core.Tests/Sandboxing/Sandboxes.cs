using Arena.Core.Sandboxing;
using Arena.Core.Workspaces;

namespace Arena.Core.Tests.Sandboxing;

/// <summary>The sandboxes of this machine, chosen once: finding Python takes a while.</summary>
public sealed class Sandboxes : IAsyncLifetime
{
    public WorkspaceFolders Folders { get; } = new();

    public SandboxSlots Slots { get; } = new(4);

    public ISandbox? Bubblewrap { get; private set; }

    public ISandbox Process { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sandboxes are Linux's.");
        var chosen = await SandboxSelection.ChooseAsync(Folders, Slots, allowUnsandboxed: true, CancellationToken.None);
        Bubblewrap = chosen as BubblewrapSandbox;
        Process = chosen as ProcessSandbox ?? new ProcessSandbox(Folders, Slots);
    }

    public ISandbox Get(string kind)
    {
        if (kind == "process")
            return Process;
        Assert.SkipUnless(Bubblewrap is not null, "bubblewrap is missing or does not work on this machine.");
        return Bubblewrap;
    }

    /// <summary>The best there is, for tests that are not about isolation.</summary>
    public ISandbox Best => Bubblewrap ?? Process;

    public string Workspace()
    {
        var folder = Folders.Create("test");
        Core.Workspaces.Folders.Create(folder, Core.Workspaces.Folders.PrivateMode, WorkspaceFolders.SandboxUser);
        return folder;
    }

    public ValueTask DisposeAsync()
    {
        Folders.Dispose();
        Slots.Dispose();
        return ValueTask.CompletedTask;
    }
}
