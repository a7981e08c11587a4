using System.Collections.Concurrent;

namespace Arena.GrainHost.Tests.Conformance;

/// <summary>Gates that grains wait at until the test opens them.</summary>
public static class Gates
{
    private static readonly ConcurrentDictionary<(string Key, string Name), TaskCompletionSource> All = new();

    public static Task Passage(string key, string name) => Gate(key, name).Task;

    public static void Open(string key, string name) => Gate(key, name).TrySetResult();

    public static void OpenAll(string key)
    {
        foreach (var ((owner, _), gate) in All)
        {
            if (owner == key)
                gate.TrySetResult();
        }
    }

    private static TaskCompletionSource Gate(string key, string name) =>
        All.GetOrAdd((key, name), _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
