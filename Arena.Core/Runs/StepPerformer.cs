using System.Collections.Immutable;
using Arena.Core.Campaigns;
using Arena.Core.Checking;
using Arena.Core.Models;
using Arena.Core.Models.Dialects;
using Arena.Core.Outcomes;
using Arena.Core.Storage;
using Arena.Core.Suites;
using Arena.Core.Tools;
using Arena.Core.Workspaces;
using Microsoft.Extensions.AI;

namespace Arena.Core.Runs;

/// <summary>
/// Performs the steps of one run: the only place of the loop that touches a model, a tool, a checker or a clock. What a model,
/// a tool or a checker does wrong comes back as an event; an exception means broken infrastructure or cancellation.
/// </summary>
public sealed partial class StepPerformer(RunKey run, SuiteTask task, RunServices services) : IAsyncDisposable
{
    private IRunEnvironment? environment;
    private bool restored;
    private (RunCreated Created, IChatClient Client)? client;
    private (long Seq, bool ToolsWithdrawn, ModelRequest Request)? built;
    private (int Call, int Attempt, ModelRequest Request)? prepared;
    private int tickets;

    /// <summary>How tools are confined on this host.</summary>
    public async Task<string> SandboxAsync(CancellationToken cancellationToken) => (await EnvironmentAsync(cancellationToken)).Sandbox;

    /// <summary>The tools that the task offers on this host.</summary>
    public async Task<IReadOnlyList<ToolDeclaration>> ToolsAsync(CancellationToken cancellationToken) =>
        (await EnvironmentAsync(cancellationToken)).Tools;

    /// <summary>Performs a step that <see cref="RunPlanner"/> chose for the state.</summary>
    public async Task<StepResult> PerformAsync(RunState state, RunStep step, CancellationToken cancellationToken)
    {
        try
        {
            return step switch
            {
                RunStep.PrepareWorkspace => await PrepareAsync(state, cancellationToken),
                RunStep.WaitUntil wait => await WaitAsync(state, wait, cancellationToken),
                RunStep.ReserveBudget reserve => await ReserveAsync(state, reserve.ToolsWithdrawn, cancellationToken),
                RunStep.TakePermit take => await TakePermitAsync(state, take.ToolsWithdrawn, cancellationToken),
                RunStep.StartCall start => await StartCallAsync(state, start, cancellationToken),
                RunStep.ConfirmBudget confirm => await ConfirmAsync(state, confirm.Started, cancellationToken),
                RunStep.CallModel call => NoteOverrun(await CallModelAsync(state, call.Started, cancellationToken), call.Started),
                RunStep.StartTool tool => await StartToolAsync(state, tool.Call, cancellationToken),
                RunStep.RunTool tool => await RunToolAsync(state, tool.Call, cancellationToken),
                RunStep.DenyTools deny => Result(state, [.. state.PendingTools.Select(call => Deny(call, deny.Limit))]),
                RunStep.Answer answer => Result(state, await AnswerAsync(state, answer.Ending, cancellationToken)),
                RunStep.Check => await CheckAsync(state, cancellationToken),
                RunStep.Finish finish => Result(state, Finish(state, finish)),
                _ => throw new InvalidOperationException($"Unknown step {step}."),
            };
        }
        catch
        {
            // Whatever the step left in the workspace is not recorded: the next step starts from the last saved tree.
            await DropEnvironmentAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client?.Client.Dispose();
        await DropEnvironmentAsync();
    }

    private async Task<StepResult> PrepareAsync(RunState state, CancellationToken cancellationToken)
    {
        var tree = await (await EnvironmentAsync(cancellationToken)).RestoreAsync(null, cancellationToken);
        restored = true;
        return Result(state, new WorkspaceSaved(tree, null));
    }

    private async Task<StepResult> WaitAsync(RunState state, RunStep.WaitUntil wait, CancellationToken cancellationToken)
    {
        var from = services.Time.GetTimestamp();
        var delay = wait.Until - services.Time.GetUtcNow();
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, services.Time, cancellationToken);
        var holdings = state.Holdings with
        {
            NotBefore = null,
            WaitedMs = state.Holdings.WaitedMs + Milliseconds(from),
            RetryAllowedAfter = wait.Failure > 0 ? wait.Failure : state.Holdings.RetryAllowedAfter,
        };
        return new StepResult([], holdings);
    }

    // Built for the reservation and used for the call: between the two nothing is appended.
    private async ValueTask<ModelRequest> RequestAsync(RunState state, bool toolsWithdrawn, CancellationToken cancellationToken)
    {
        if (built is not { } known || known.Seq != state.Seq || known.ToolsWithdrawn != toolsWithdrawn)
            built = known = (state.Seq, toolsWithdrawn, await ModelRequest.BuildAsync(state, toolsWithdrawn, services.Blobs, cancellationToken));
        return known.Request;
    }

    private async Task<StepResult> StartCallAsync(RunState state, RunStep.StartCall start, CancellationToken cancellationToken)
    {
        var request = await RequestAsync(state, start.ToolsWithdrawn, cancellationToken);
        built = null;
        prepared = (start.Call, start.Attempt, request);
        var started = new ModelCallStarted(
            start.Call, start.Attempt, request.Digest, state.Created!.Model.Prices is null ? null : state.Holdings.ReservedUsd,
            start.ToolsWithdrawn, state.Holdings.WaitedMs);
        return new StepResult([started], state.Holdings with { WaitedMs = 0 });
    }

    private async Task<StepResult> CallModelAsync(RunState state, ModelCallStarted started, CancellationToken cancellationToken)
    {
        var request = prepared is { } p && p.Call == started.Call && p.Attempt == started.Attempt
            ? p.Request
            : throw new InvalidOperationException($"Model call {started.Call} was not started by this host; it must be abandoned first.");
        prepared = null;
        var limit = Shorter(state.Created!.Model.Connection?.Timeout ?? services.CallTimeout, TimeLeft(state));
        using var timeout = new CancellationTokenSource(limit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var from = services.Time.GetTimestamp();
        try
        {
            var response = await Client(state.Created!).GetResponseAsync(request.Messages, request.Options, either.Token);
            var latency = Milliseconds(from);
            var turn = await ModelResponse.ToEventAsync(started, response, state, latency, services.Blobs, cancellationToken);
            return new StepResult([turn], Holdings.None);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && e is not BlobMissingException)
        {
            var failure = e switch
            {
                ModelCallException known => known,
                ModelCallCutException cut => new ModelCallException(
                    ModelFailureKind.TimedOut, $"The answer was not complete within the time that was left; {cut.Partial}.",
                    mayBeBilled: true, inner: e, partial: cut.Partial),
                OperationCanceledException => new ModelCallException(
                    ModelFailureKind.TimedOut, "No answer within the time that was left.", mayBeBilled: true, inner: e),
                HttpRequestException => new ModelCallException(ModelFailureKind.Network, e.Message, mayBeBilled: true, inner: e),
                _ => new ModelCallException(ModelFailureKind.Unknown, $"{e.GetType().Name}: {e.Message}", mayBeBilled: true, inner: e),
            };
            return new StepResult(
                [
                    new ModelCallFailed(started.Call, started.Attempt, failure.Kind, failure.Message, failure.MayBeBilled,
                        (long?)failure.RetryAfter?.TotalMilliseconds, Milliseconds(from, timeout.IsCancellationRequested ? limit : null), failure.RequestId, failure.Partial),
                ],
                Holdings.None);
        }
    }

    private async Task<StepResult> CheckAsync(RunState state, CancellationToken cancellationToken)
    {
        var world = await RestoredAsync(state, cancellationToken);
        var events = await services.Log.ReadAsync(run, 0, cancellationToken);
        var attempt = events.Skip(events.FindLastIndex(e => e is RunCreated));
        var answer = await state.Answered!.Answer.ReadAsync(services.Blobs, cancellationToken);
        var from = services.Time.GetTimestamp();
        var report = await world.CheckAsync(state.Workspace!, answer, RunEventJson.ToJsonLines(attempt), cancellationToken);
        var took = Milliseconds(from);
        return Result(state, report switch
        {
            CheckReport.Judged judged => new RunChecked(judged.Passed, judged.Checks, null, took),
            CheckReport.Broken broken => new RunChecked(null, [], broken.Reason, took),
            _ => throw new InvalidOperationException($"Unknown report {report}."),
        });
    }

    private async ValueTask<RunAnswered> AnswerAsync(RunState state, RunEnding ending, CancellationToken cancellationToken)
    {
        if (ending != RunEnding.Answered)
            return new RunAnswered(StoredText.Empty, ending);
        var said = state.LastTurn!.Text;
        if (ToolDialects.Find(state.Created!.Model.Dialect) is { } dialect)
            said = await StoredText.StoreAsync(dialect.AnswerOf(await said.ReadAsync(services.Blobs, cancellationToken)), services.Blobs, cancellationToken);
        return new RunAnswered(said, ending);
    }

    private static RunFinished Finish(RunState state, RunStep.Finish finish) => new(
        finish.Outcome, finish.FailureMode, finish.Reason, state.Created!.Attempt, state.Totals,
        finish.Outcome is RunOutcome.Passed or RunOutcome.Failed ? RunSignals.Of(state) : null);

    private IChatClient Client(RunCreated created)
    {
        if (client is { } known && ReferenceEquals(known.Created, created))
            return known.Client;
        client?.Client.Dispose();
        client = (created, services.Providers[created.Model.Provider].Create(created, task).UseDialect(created.Model.Dialect));
        return client.Value.Client;
    }

    private async Task<IRunEnvironment> EnvironmentAsync(CancellationToken cancellationToken) =>
        environment ??= await services.Environments.CreateAsync(task, run, cancellationToken);

    private async Task<IRunEnvironment> RestoredAsync(RunState state, CancellationToken cancellationToken)
    {
        var world = await EnvironmentAsync(cancellationToken);
        if (!restored)
            await world.RestoreAsync(state.Workspace, cancellationToken);
        restored = true;
        return world;
    }

    private async ValueTask DropEnvironmentAsync()
    {
        restored = false;
        if (environment is null)
            return;
        var dropped = environment;
        environment = null;
        await dropped.DisposeAsync();
    }

    private static TimeSpan TimeLeft(RunState state)
    {
        var left = state.Created!.Limits.Time - TimeSpan.FromMilliseconds(state.Totals.ModelMs + state.Totals.ToolMs);
        return left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    // What was stopped at a limit has reached it, also where the timer's clock is ahead of the one that measures.
    private long Milliseconds(long from, TimeSpan? stoppedAt = null, TimeSpan waited = default) =>
        (long)Math.Ceiling(Math.Max((services.Time.GetElapsedTime(from) - waited).TotalMilliseconds, stoppedAt?.TotalMilliseconds ?? 0));

    private static StepResult Result(RunState state, params ImmutableArray<RunEvent> events) => new(events, state.Holdings);
}
