using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Http.Features;
using System.Reflection;

namespace Arena.Api;

/// <summary>
/// A response of Server-Sent Events: what is stored after the last id that the reader has, then what comes, a ping when nothing has
/// come for 15 s, and <c>end</c> at the end. A reader that goes away costs nothing further.
/// </summary>
internal sealed class EventStream(
    long after, TimeProvider time, Func<long, CancellationToken, IAsyncEnumerable<StreamedEvent>> events) : IResult, IEndpointMetadataProvider
{
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    /// <summary>Reads <c>Last-Event-ID</c>, or <c>after</c> where a reader cannot set headers; 0 where there is none.</summary>
    public static bool TryGetLastId(HttpRequest request, out long last)
    {
        var text = request.Headers["Last-Event-ID"].ToString();
        if (text.Length == 0)
            text = request.Query["after"].ToString();
        last = 0;
        return text.Length == 0 || (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out last) && last >= 0);
    }

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache,no-store";
        httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var gone = httpContext.RequestAborted;
        try
        {
            await response.WriteAsync("retry: 1000\n\n", gone);
            await response.Body.FlushAsync(gone);
            await WriteAsync(response, gone);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The reader went away.
        }
    }

    private async Task WriteAsync(HttpResponse response, CancellationToken gone)
    {
        await using var source = events(after, gone).GetAsyncEnumerator(gone);
        var next = source.MoveNextAsync().AsTask();
        while (true)
        {
            if (!next.IsCompleted)
            {
                await response.Body.FlushAsync(gone);
                if (!await CameInTimeAsync(next, gone))
                {
                    await response.WriteAsync(": ping\n\n", gone);
                    continue;
                }
            }

            if (!await next)
                break;
            var e = source.Current;
            await response.WriteAsync($"id: {e.Id}\nevent: {e.Type}\ndata: {e.Data}\n\n", gone);
            next = source.MoveNextAsync().AsTask();
        }

        await response.WriteAsync("event: end\ndata: {}\n\n", gone);
        await response.Body.FlushAsync(gone);
    }

    private async Task<bool> CameInTimeAsync(Task<bool> next, CancellationToken gone)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(gone);
        var ping = Task.Delay(Ping, time, stop.Token);
        var came = await Task.WhenAny(next, ping) == next;
        await stop.CancelAsync();
        gone.ThrowIfCancellationRequested();
        return came;
    }
}
