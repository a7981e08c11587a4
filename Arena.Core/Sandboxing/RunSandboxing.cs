using Arena.Core.Configuration;
using Arena.Core.Runs;
using Arena.Core.Storage;
using Arena.Core.Workspaces;

namespace Arena.Core.Sandboxing;

/// <summary>The sandbox of this host as its settings want it, and the environments that are made in it.</summary>
public sealed class RunSandboxing : IDisposable
{
    private readonly WorkspaceFolders folders;
    private readonly SandboxSlots slots;
    private readonly ISandbox sandbox;

    private RunSandboxing(WorkspaceFolders folders, SandboxSlots slots, ISandbox sandbox) =>
        (this.folders, this.slots, this.sandbox) = (folders, slots, sandbox);

    /// <summary>How tools and checkers are confined: <c>bubblewrap</c> or <c>process</c>.</summary>
    public string Kind => sandbox.Kind;

    /// <summary>Chooses the sandbox by trying it.</summary>
    /// <exception cref="SandboxMissingException">Nothing works that is allowed; the message says what to install.</exception>
    public static async Task<RunSandboxing> ChooseAsync(ArenaSettings settings, CancellationToken cancellationToken)
    {
        var folders = new WorkspaceFolders();
        var slots = new SandboxSlots(settings.SandboxSlots);
        try
        {
            return new RunSandboxing(folders, slots, await SandboxSelection.ChooseAsync(folders, slots, settings.AllowUnsandboxed, cancellationToken));
        }
        catch
        {
            slots.Dispose();
            folders.Dispose();
            throw;
        }
    }

    /// <summary>Makes the environments of runs.</summary>
    /// <param name="blobs">Where workspaces and long outputs are kept.</param>
    public IRunEnvironmentFactory Environments(IBlobStore blobs) => new WorkspaceRunEnvironmentFactory(sandbox, blobs, folders);

    /// <inheritdoc/>
    public void Dispose()
    {
        slots.Dispose();
        folders.Dispose();
    }
}
