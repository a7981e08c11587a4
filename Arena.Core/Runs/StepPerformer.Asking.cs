using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Gates;

namespace Arena.Core.Runs;

/// <summary>Money and permits: what a call must have before it leaves, and what is given back after it.</summary>
public sealed partial class StepPerformer
{
    private static readonly TimeSpan AskUnreachableAgain = TimeSpan.FromSeconds(1);

    /// <summary>Tells the budget what was spent, and gives back what was held. Whoever cannot be reached is told again later, or takes it back by expiry.</summary>
    public async ValueTask SettleAsync(RunState state, Holdings held, PermitOutcome outcome, CancellationToken cancellationToken)
    {
        await TellAsync(() => services.Budget.ReportAsync(run, state, cancellationToken));
        if ((held.Lease ?? held.Ticket) is { } permit)
            await TellAsync(() => services.Gate.ReleaseAsync(state.Created!.Model, permit, outcome, cancellationToken));
    }

    private async Task<StepResult> ReserveAsync(RunState state, bool toolsWithdrawn, CancellationToken cancellationToken)
    {
        // Only a campaign that was told to goes without a price, and it has no budget.
        if (state.Created!.Model.Prices is not { } prices)
            return new StepResult([], state.Holdings with { ReservedUsd = 0m });
        var bound = await BoundAsync(state, toolsWithdrawn, cancellationToken);
        var worst = prices.WorstCase(bound.Prompt, bound.Output);
        var (answer, held) = await AskAsync(state.Holdings, () => services.Budget.ReserveAsync(run, state, worst, cancellationToken));
        return answer switch
        {
            null => AskAgain(held),
            BudgetAnswer.Reserved => new StepResult([], held with { ReservedUsd = worst }),
            BudgetAnswer.Wait wait => AskAgain(held, wait.Delay),
            BudgetAnswer.Refused refused => Result(state, await AnswerAsync(state, RunEnding.BudgetExhausted, cancellationToken) with { Reason = refused.Reason }),
            _ => throw new InvalidOperationException($"Unknown answer {answer}."),
        };
    }

    private async Task<StepResult> TakePermitAsync(RunState state, bool toolsWithdrawn, CancellationToken cancellationToken)
    {
        var bound = await BoundAsync(state, toolsWithdrawn, cancellationToken);
        // No other host, and no other call of this one, asks under this name. It is kept where the answer is lost.
        var ticket = state.Holdings.Ticket ?? $"{run}@{state.Claim?.Epoch ?? 0}.{++tickets}";
        var (answer, held) = await AskAsync(
            state.Holdings with { Ticket = ticket },
            () => services.Gate.AcquireAsync(run, state.Created!.Model, ticket, bound.Prompt + bound.Output, cancellationToken));
        return answer switch
        {
            null => AskAgain(held),
            PermitAnswer.Granted granted => new StepResult([], held with { Lease = granted.Lease, Ticket = null }),
            PermitAnswer.Wait wait => AskAgain(held, wait.Delay),
            _ => throw new InvalidOperationException($"Unknown answer {answer}."),
        };
    }

    private async Task<StepResult> ConfirmAsync(RunState state, ModelCallStarted started, CancellationToken cancellationToken)
    {
        var (answer, held) = await AskAsync<object>(state.Holdings, async () => await services.Budget.ConfirmAsync(run, state, cancellationToken));
        return answer switch
        {
            null => AskAgain(held),
            true => new StepResult([], held with { Confirmed = started.Seq }),
            _ => new StepResult(
                [new ModelCallAbandoned(started.Call, started.Attempt, 0m, "it never left: the budget no longer knew its reservation, and it did not fit")],
                Holdings.None),
        };
    }

    private async ValueTask<(long Prompt, long Output)> BoundAsync(RunState state, bool toolsWithdrawn, CancellationToken cancellationToken)
    {
        var (request, created) = (await RequestAsync(state, toolsWithdrawn, cancellationToken), state.Created!);
        var forecast = services.Providers[created.Model.Provider].Forecast(created, task, request.Messages);
        return (Math.Max(request.PromptTokens, forecast?.Input ?? 0), Math.Max(created.Model.MaxOutputTokens, forecast?.Output ?? 0));
    }

    // It was billed all the same; the cap is passed by it and nothing further leaves.
    private StepResult NoteOverrun(StepResult result, ModelCallStarted started)
    {
        if (result.Events is not [ModelCallCompleted completed] || !(completed.CostUsd > started.ReservedUsd))
            return result;
        var noted = completed with { OverrunUsd = completed.CostUsd - started.ReservedUsd };
        services.OnOverrun?.Invoke(run, noted);
        return result with { Events = [noted] };
    }

    // Gate and budget live elsewhere in a cluster. While they cannot be reached the run waits: it has lost nothing yet. Also the time
    // that an answer takes is waited.
    private async ValueTask<(T? Answer, Holdings Held)> AskAsync<T>(Holdings held, Func<ValueTask<T>> ask) where T : class
    {
        var from = services.Time.GetTimestamp();
        T? answer = null;
        try
        {
            answer = await ask();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            services.OnUnreachable?.Invoke(run, e);
        }

        return (answer, held with { WaitedMs = held.WaitedMs + (long)services.Time.GetElapsedTime(from).TotalMilliseconds });
    }

    private StepResult AskAgain(Holdings held, TimeSpan? delay = null) =>
        new([], held with { NotBefore = services.Time.GetUtcNow() + (delay ?? AskUnreachableAgain) });

    // A lost report changes nothing: totals are absolute and go out again with the next reservation; leases come back by expiry.
    private async ValueTask TellAsync(Func<ValueTask> tell)
    {
        try
        {
            await tell();
        }
        catch (Exception e)
        {
            services.OnUnreachable?.Invoke(run, e);
        }
    }
}
