using System.IO.Pipelines;
using System.Text;
using System.Threading.Channels;
using Arena.Core.Tests;
using Arena.GrainHost.Tests.Embedded;
using Microsoft.AspNetCore.Http;

namespace Arena.Api.Tests;

public sealed class PingTests
{
    [Fact]
    public async Task Stream_WithNothingToTell_PingsEveryFifteenSecondsAndGoesOn()
    {
        var time = new FakeTimeProvider();
        var events = Channel.CreateUnbounded<StreamedEvent>();
        var pipe = new Pipe();
        var context = new DefaultHttpContext();
        context.Response.Body = pipe.Writer.AsStream();
        var stream = new EventStream(0, time, (_, cancellationToken) => events.Reader.ReadAllAsync(cancellationToken));
        var serving = stream.ExecuteAsync(context);
        using var reader = new StreamReader(pipe.Reader.AsStream(), Encoding.UTF8);

        (await NextAsync()).ShouldBe("retry: 1000");
        time.Advance(TimeSpan.FromSeconds(14));
        events.Writer.TryWrite(new StreamedEvent(7, "run.paused", "{}"));
        (await NextAsync()).ShouldBe("id: 7|event: run.paused|data: {}", "no ping before its time");
        for (var pings = 0; pings < 2; pings++)
        {
            // The stream arms its timer after it has flushed; moving the clock again and again cannot miss it.
            var ping = NextAsync();
            while (!ping.IsCompleted)
            {
                time.Advance(TimeSpan.FromSeconds(15));
                await Task.Yield();
            }

            (await ping).ShouldBe(": ping");
        }

        events.Writer.Complete();
        var rest = new List<string>();
        do
            rest.Add(await NextAsync());
        while (rest[^1] != "event: end|data: {}");
        rest.SkipLast(1).ShouldAllBe(line => line == ": ping");
        await serving.Within("the end of the stream");

        async Task<string> NextAsync()
        {
            var lines = new List<string>();
            while (await reader.ReadLineAsync().Within("a line of the stream") is { Length: > 0 } line)
                lines.Add(line);
            return string.Join('|', lines);
        }
    }
}
