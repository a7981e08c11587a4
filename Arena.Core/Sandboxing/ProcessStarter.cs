using System.Collections.Concurrent;
using System.Diagnostics;

namespace Arena.Core.Sandboxing;

/// <summary>
/// Starts processes on one thread that never ends. Bubblewrap dies with the thread that started it
/// (<c>PR_SET_PDEATHSIG</c> is about threads), and threads of the pool end when they are idle.
/// </summary>
internal static class ProcessStarter
{
    private static readonly BlockingCollection<(ProcessStartInfo Info, TaskCompletionSource<Process> Started)> Requests = [];

    static ProcessStarter() => new Thread(Run) { IsBackground = true, Name = "sandbox starter" }.Start();

    public static Task<Process> StartAsync(ProcessStartInfo info)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Requests.Add((info, started));
        return started.Task;
    }

    private static void Run()
    {
        foreach (var (info, started) in Requests.GetConsumingEnumerable())
        {
            try
            {
                started.SetResult(Process.Start(info)!);
            }
            catch (Exception e)
            {
                started.SetException(new IOException($"Cannot start {info.FileName}: {e.Message}", e));
            }
        }
    }
}
