using System.Diagnostics;
using System.Text;

namespace Arena.Core.Sandboxing;

/// <summary>Runs a command as the leader of its own process group, captures its output, and kills the group at the end.</summary>
internal static class ConfinedProcess
{
    private const int CapturedBytes = 4 << 20;

    // After the group is killed the pipes close at once, unless a process left the group (possible without a pid namespace).
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);

    // Killed processes die a moment after the call; until then they may write to the workspace that is saved next.
    private static readonly TimeSpan DeathTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DeathPoll = TimeSpan.FromMilliseconds(2);

    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">All of its environment.</param>
    /// <param name="folder">Where it starts.</param>
    /// <param name="namespaced">Whether the leader is a bubblewrap, which ends only after everything in its namespace has.</param>
    /// <param name="timeout">Wall-clock limit.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Kills it.</param>
    public static async Task<SandboxResult> RunAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        string folder,
        bool namespaced,
        TimeSpan timeout,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var info = new ProcessStartInfo("/usr/bin/env", ["setsid", .. command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        info.Environment.Clear();
        foreach (var (name, value) in environment)
            info.Environment[name] = value;

        var begun = time.GetTimestamp();
        using var process = await ProcessStarter.StartAsync(info);
        using var draining = new CancellationTokenSource();
        try
        {
            process.StandardInput.Close();
            var output = CaptureAsync(process.StandardOutput.BaseStream, draining.Token);
            var error = CaptureAsync(process.StandardError.BaseStream, draining.Token);
            var timedOut = false;
            using (var limit = new CancellationTokenSource(timeout, time))
            using (var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken))
            {
                try
                {
                    await process.WaitForExitAsync(stop.Token);
                }
                catch (OperationCanceledException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    timedOut = true;
                }
            }

            var duration = time.GetElapsedTime(begun);
            await EndAsync(process, namespaced, time);
            draining.CancelAfter(DrainTime);
            return new SandboxResult(process.ExitCode, await output, await error, timedOut, duration);
        }
        catch
        {
            await EndAsync(process, namespaced, time);
            await draining.CancelAsync();
            throw;
        }
    }

    private static async Task EndAsync(Process process, bool namespaced, TimeProvider time)
    {
        if (namespaced && !process.HasExited)
        {
            // Killing the first process of the namespace kills the namespace, and bubblewrap waits for it to be empty.
            Posix.KillChildren(process.Id);
            using var patience = new CancellationTokenSource(DeathTime, time);
            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                // The group is killed below.
            }
        }

        Posix.KillGroup(process.Id);
        await process.WaitForExitAsync(CancellationToken.None);
        var begun = time.GetTimestamp();
        while (Posix.GroupLives(process.Id) && time.GetElapsedTime(begun) < DeathTime)
            await Task.Delay(DeathPoll, time, CancellationToken.None);
    }

    private static async Task<CapturedText> CaptureAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var dropped = 0L;
        var buffer = new byte[32 << 10];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
            {
                var keep = (int)Math.Min(read, CapturedBytes - kept.Length);
                kept.Write(buffer, 0, keep);
                dropped += read - keep;
            }
        }
        catch (OperationCanceledException)
        {
            // Somebody outside the group holds the pipe; what came so far is the output.
        }

        return new CapturedText(Encoding.UTF8.GetString(kept.GetBuffer().AsSpan(0, (int)kept.Length)), dropped);
    }
}
