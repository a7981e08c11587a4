using Arena.Simulation.Faults;
using Microsoft.AspNetCore.Http;

namespace Arena.Simulation;

/// <summary>
/// Sends an answer, whole or streamed, with what the plan does to it. A fault that only one of the two forms can have does to the
/// other what comes closest: a wrong checksum truncates, a cut resets.
/// </summary>
public sealed class Delivery(HttpContext context, SimulatedRequest request, Fault? fault, TimeProvider time, CancellationToken stopping)
{
    private static readonly TimeSpan DefaultPace = TimeSpan.FromMilliseconds(20);

    /// <summary>Sends an answer in one piece.</summary>
    public async Task SendWholeAsync(string contentType, byte[] bytes)
    {
        if (fault?.Kind == FaultKind.ResetBefore)
        {
            context.Abort();
            return;
        }

        if (fault?.Kind is FaultKind.TruncatedJson or FaultKind.WrongCrc)
            bytes = bytes[..(bytes.Length / 2)];
        request.Status = 200;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        switch (fault?.Kind)
        {
            case FaultKind.ResetInBody or FaultKind.Cut or FaultKind.StreamException:
                await SendAsync(bytes.AsMemory(0, bytes.Length / 2));
                context.Abort();
                break;
            case FaultKind.Stalled:
                await SendAsync(bytes.AsMemory(0, bytes.Length / 2));
                await StallAsync();
                break;
            case FaultKind.Slow:
                var piece = Math.Max(1, bytes.Length / 8);
                for (var at = 0; at < bytes.Length; at += piece)
                {
                    await PauseAsync();
                    await SendAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
                }

                break;
            default:
                await SendAsync(bytes);
                break;
        }
    }

    /// <summary>Sends an answer event by event.</summary>
    /// <param name="contentType">The type of the stream.</param>
    /// <param name="events">The events as they stand on the wire.</param>
    /// <param name="middle">Index of the event at which things go wrong.</param>
    /// <param name="instead">Comes in that event's place, and nothing after it; null where the fault is of another kind.</param>
    /// <param name="aside">Comes before that event; null where the fault is of another kind.</param>
    public async Task SendStreamAsync(string contentType, IReadOnlyList<byte[]> events, int middle, byte[]? instead, byte[]? aside)
    {
        if (fault?.Kind == FaultKind.ResetBefore)
        {
            context.Abort();
            return;
        }

        request.Status = 200;
        context.Response.ContentType = contentType;
        for (var i = 0; i < events.Count; i++)
        {
            if (i == middle && aside is not null)
                await SendAsync(aside);
            if (i == middle && await BreaksAsync(events[i], instead))
                return;
            if (fault?.Kind == FaultKind.Slow)
                await PauseAsync();
            await SendAsync(events[i]);
        }
    }

    // Whether nothing comes after the middle.
    private async Task<bool> BreaksAsync(byte[] next, byte[]? instead)
    {
        if (instead is not null)
        {
            await SendAsync(instead);
            return true;
        }

        switch (fault?.Kind)
        {
            case FaultKind.ResetInBody:
                await SendAsync(next.AsMemory(0, next.Length / 2));
                // A reset takes away what the client has not read yet.
                await PauseAsync();
                context.Abort();
                return true;
            case FaultKind.Cut:
                return true;
            case FaultKind.Stalled:
                await StallAsync();
                return true;
            default:
                return false;
        }
    }

    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task PauseAsync() => await Task.Delay(fault?.Delay ?? DefaultPace, time, context.RequestAborted);

    private async Task StallAsync()
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token);
    }
}
