namespace Arena.Core.Tests;

/// <summary>Waits for a condition, never for a time.</summary>
internal static class Deadline
{
    private static readonly TimeSpan Default = TimeSpan.FromSeconds(60);

    /// <summary>Awaits the task, or fails and names what was missing.</summary>
    public static async Task<T> Within<T>(this Task<T> task, string missing, TimeSpan? limit = null)
    {
        try
        {
            return await task.WaitAsync(limit ?? Default);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"Still missing after {(limit ?? Default).TotalSeconds} s: {missing}.", e);
        }
    }

    /// <summary>Asks again and again until the condition holds, or fails and names what was missing.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> ask, Func<T, bool> holds, string missing)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (holds(answer))
                return answer;
            if (TimeProvider.System.GetElapsedTime(from) > Default)
                throw new TimeoutException($"Still missing after {Default.TotalSeconds} s: {missing}. Last seen: {answer}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Awaits the task, or fails and names what was missing.</summary>
    public static async Task Within(this Task task, string missing, TimeSpan? limit = null) => await Wrap(task).Within(missing, limit);

    private static async Task<bool> Wrap(Task task)
    {
        await task;
        return true;
    }
}
