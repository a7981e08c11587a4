using System.Text;
using Arena.Core.Sandboxing;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Workspaces;

namespace Arena.Core.Checking;

/// <summary>
/// Runs a task's checker in a sandbox of its own, on copies. It starts in its <c>check/</c> folder and finds, read-only:
/// <c>/check</c> (<c>ARENA_CHECK</c>), <c>/workspace</c> (<c>ARENA_WORKSPACE</c>), <c>/run-data/answer.txt</c>
/// (<c>ARENA_ANSWER</c>) and <c>/run-data/transcript.jsonl</c> (<c>ARENA_TRANSCRIPT</c>); <c>TMPDIR</c> is writable. The
/// variables hold the paths under every sandbox; the fixed paths exist under <c>bubblewrap</c> only. There the checker may
/// start a sandbox of its own for code under test; under <c>process</c> nothing hides it from that code.
/// </summary>
/// <param name="sandbox">Where it runs.</param>
/// <param name="blobs">Where the workspace's files are.</param>
/// <param name="folders">Where the copies are made.</param>
/// <param name="limits">How large a workspace may be; <see cref="WorkspaceLimits.Default"/> where null.</param>
public sealed class CheckRunner(ISandbox sandbox, IBlobStore blobs, WorkspaceFolders folders, WorkspaceLimits? limits = null)
{
    /// <summary>Checks one run. Whatever the checker does wrong is a <see cref="CheckReport.Broken"/>.</summary>
    /// <param name="task">The task, whose folder holds <c>check/</c>.</param>
    /// <param name="tree">The final workspace.</param>
    /// <param name="answer">The model's last text.</param>
    /// <param name="transcript">The run's events as JSON Lines.</param>
    /// <param name="cancellationToken">Stops the checker.</param>
    public async Task<CheckReport> RunAsync(
        SuiteTask task, WorkspaceTree tree, string answer, ReadOnlyMemory<byte> transcript, CancellationToken cancellationToken)
    {
        var folder = folders.Create("check");
        try
        {
            var check = Path.Combine(folder, "check");
            var workspace = Path.Combine(folder, "workspace");
            var data = Path.Combine(folder, "run-data");
            // A copy, because the user of the sandbox may have no way to the suite's own folder.
            Folders.CopyReadable(Path.Combine(task.Folder, "check"), check);
            Folders.Create(workspace, Folders.DefaultMode);
            Folders.Create(data, Folders.DefaultMode);
            await new WorkspaceSnapshots(blobs, workspace, limits: limits).RestoreAsync(tree.Id, cancellationToken);
            await WriteAsync("answer.txt", Encoding.UTF8.GetBytes(answer));
            await WriteAsync("transcript.jsonl", transcript);

            var result = await sandbox.RunAsync(
                new SandboxCommand(task.Check.Command, workspace)
                {
                    Mounts =
                    [
                        new SandboxMount(check, "/check", "ARENA_CHECK"),
                        new SandboxMount(Path.Combine(data, "answer.txt"), "/run-data/answer.txt", "ARENA_ANSWER"),
                        new SandboxMount(Path.Combine(data, "transcript.jsonl"), "/run-data/transcript.jsonl", "ARENA_TRANSCRIPT"),
                    ],
                    WorkingDirectory = "/check",
                    MayNest = true,
                    Timeout = task.Check.Timeout,
                },
                cancellationToken);
            return Judge(task.Check, result);

            async Task WriteAsync(string name, ReadOnlyMemory<byte> content)
            {
                var path = Path.Combine(data, name);
                await File.WriteAllBytesAsync(path, content, cancellationToken);
                File.SetUnixFileMode(path, Folders.FileMode);
            }
        }
        finally
        {
            WorkspaceFolders.Remove(folder);
        }
    }

    private static CheckReport Judge(CheckCommand command, SandboxResult result)
    {
        if (result.TimedOut)
            return Broken($"it did not end within {command.Timeout.TotalSeconds:0.###} s");
        if (result.ExitCode != 0)
            return Broken($"it ended with exit code {result.ExitCode}");
        return result.StandardOutput.DroppedBytes > 0 ? Broken("it printed more than 4 MiB") : CheckerOutput.Read(result.StandardOutput.Text);

        CheckReport Broken(string reason) => new CheckReport.Broken(
            $"The checker is broken: {reason}. Its output ends with: {CheckerOutput.End(result.StandardOutput.Text + result.StandardError.Text)}");
    }
}
