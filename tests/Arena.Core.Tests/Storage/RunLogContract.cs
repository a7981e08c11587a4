using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Tests.Storage;

/// <summary>What every <see cref="IRunLog"/> must do.</summary>
public abstract class RunLogContract
{
    protected static readonly RunKey Key = new("campaign", "task_01", 1);

    protected abstract IRunLog Log { get; }

    [Fact]
    public async Task Read_OfALogThatDoesNotExist_IsEmpty() => (await Read(Key)).ShouldBeEmpty();

    [Fact]
    public async Task Append_ThenRead_GivesTheEventsInOrder()
    {
        (await Append(0, "a", "b")).ShouldBeTrue();
        (await Append(2, "c")).ShouldBeTrue();

        (await Read(Key)).ShouldBe(["a", "b", "c"]);
        (await Read(Key, after: 1)).ShouldBe(["b", "c"]);
        (await Read(Key, after: 3)).ShouldBeEmpty();
        (await Read(Key, after: 9)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_OnAnotherNumberThanTheLast_WritesNothing(long expected)
    {
        await Append(0, "a", "b");

        (await Append(expected, "late")).ShouldBeFalse();

        (await Read(Key)).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Append_OfSeveralWritersAtOnce_LetsOneWin()
    {
        for (var round = 0; round < 50; round++)
        {
            var wins = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() => Append(round, $"{round}-{i}").AsTask())));
            wins.Count(won => won).ShouldBe(1);
        }

        (await Read(Key)).Count.ShouldBe(50);
    }

    [Fact]
    public async Task Append_OfAnEmptyOrWronglyNumberedBatch_IsRefused()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Log.AppendAsync(Key, 0, [], CancellationToken.None));
        await Should.ThrowAsync<ArgumentException>(async () => await Log.AppendAsync(Key, 0, [Event(2, "a")], CancellationToken.None));
        (await Read(Key)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Logs_OfDifferentRuns_AreApart()
    {
        var other = Key with { Repetition = 2 };
        await Append(0, "a");
        (await Log.AppendAsync(other, 0, [Event(1, "b")], CancellationToken.None)).ShouldBeTrue();

        (await Read(Key)).ShouldBe(["a"]);
        (await Read(other)).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Event_WithAwkwardText_ComesBackAsItWas()
    {
        const string Text = "line\nline\r\n\0 \u2028 \u0085 \"quoted\" \\ <b>&amp;</b> 中文 🙂";
        await Append(0, Text);

        (await Read(Key)).ShouldBe([Text]);
    }

    [Fact]
    public async Task Tail_FromAnywhere_GivesStoredAndThenLiveEventsWithoutGapOrRepeat()
    {
        await Append(0, "1", "2");
        using var stop = new CancellationTokenSource();
        var seen = new List<string>();
        var all = new TaskCompletionSource();
        var reader = Task.Run(async () =>
        {
            await foreach (var e in Log.TailAsync(Key, 1, stop.Token))
            {
                seen.Add(TextOf(e));
                if (seen.Count == 201)
                    all.SetResult();
            }
        });
        for (var n = 2; n < 202; n++)
            (await Append(n, $"{n + 1}")).ShouldBeTrue();

        await all.Task.Within("the live events");
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reader);
        seen.ShouldBe(Enumerable.Range(2, 201).Select(n => $"{n}"));
    }

    [Fact]
    public async Task Tail_OfALogThatDoesNotExistYet_WaitsForIt()
    {
        using var stop = new CancellationTokenSource();
        await using var tail = Log.TailAsync(Key, 0, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = tail.MoveNextAsync().AsTask();
        await Append(0, "first");

        (await next.Within("the first event")).ShouldBeTrue();
        TextOf(tail.Current).ShouldBe("first");
    }

    protected ValueTask<bool> Append(long expected, params string[] texts) =>
        Log.AppendAsync(Key, expected, [.. texts.Select((text, i) => Event(expected + 1 + i, text))], CancellationToken.None);

    protected async Task<List<string>> Read(RunKey key, long after = 0) =>
        [.. (await Log.ReadAsync(key, after, CancellationToken.None)).Select(TextOf)];

    private static RunEvent Event(long seq, string text) => new RunPaused(text) { Seq = seq, At = DateTimeOffset.UnixEpoch };

    private static string TextOf(RunEvent e) => ((RunPaused)e).Reason;
}

public sealed class InMemoryRunLogTests : RunLogContract
{
    protected override IRunLog Log { get; } = new InMemoryRunLog();
}
