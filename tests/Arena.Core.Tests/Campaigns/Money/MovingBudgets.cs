using Arena.Core.Campaigns;
using Arena.Core.Runs;
using Arena.Core.Storage;

namespace Arena.Core.Tests.Campaigns.Money;

/// <summary>
/// Budgets as grains keep them, with everything that may befall such: messages and answers are lost, repeated and late, and a budget
/// moves, which is to forget everything and to read the transcripts while they grow.
/// </summary>
internal sealed class MovingBudgets(Simulation simulation, SpendHistory history, decimal? dayBudgetUsd) : IBudgets
{
    private readonly Dictionary<BudgetKey, Budget> budgets = [];
    private readonly Dictionary<BudgetKey, Task> turns = [];

    public int Moves { get; private set; }

    /// <summary>Whether budgets move.</summary>
    public bool MayMove { get; init; }

    /// <summary>Whether messages go astray.</summary>
    public bool IsNetBad { get; init; }

    public async ValueTask<BudgetAnswer> ReserveAsync(
        BudgetKey budget, RunKey run, RunSpend spent, decimal amountUsd, CancellationToken cancellationToken) =>
        await SendAsync(budget, known => known.Reserve(run, spent, amountUsd));

    public async ValueTask<bool> ConfirmAsync(BudgetKey budget, RunKey run, RunSpend spent, CancellationToken cancellationToken) =>
        await SendAsync(budget, known => known.Confirm(run, spent));

    public async ValueTask ReportAsync(BudgetKey budget, RunKey run, RunSpend spent, CancellationToken cancellationToken) =>
        await SendAsync(budget, known => known.Report(run, spent));

    public Task<Budget> GetAsync(BudgetKey key) => ActAsync(key, budget => budget);

    private async Task<T> SendAsync<T>(BudgetKey key, Func<Budget, T> act)
    {
        await simulation.YieldAsync();
        if (IsNetBad && simulation.OneIn(60))
            throw new TimeoutException("The message was lost.");
        if (IsNetBad && simulation.OneIn(30))
            _ = RepeatAsync(key, act);
        var answer = await ActAsync(key, act);
        await simulation.YieldAsync();
        return IsNetBad && simulation.OneIn(60) ? throw new TimeoutException("The answer was lost.") : answer;
    }

    private async Task RepeatAsync<T>(BudgetKey key, Func<Budget, T> act)
    {
        await simulation.DelayAsync(TimeSpan.FromMilliseconds(simulation.Random.Next(3_000)));
        await ActAsync(key, act);
    }

    // One message after the other, as a grain takes them.
    private async Task<T> ActAsync<T>(BudgetKey key, Func<Budget, T> act)
    {
        var before = turns.GetValueOrDefault(key, Task.CompletedTask);
        var turn = new TaskCompletionSource();
        turns[key] = turn.Task;
        await before;
        try
        {
            if (MayMove && simulation.OneIn(80))
            {
                Moves++;
                budgets.Remove(key);
            }

            if (!budgets.TryGetValue(key, out var budget))
                budget = budgets[key] = await history.ReadAsync(key, dayBudgetUsd, CancellationToken.None);
            var answer = act(budget);
            if (answer is BudgetAnswer.Wait && simulation.OneIn(20))
            {
                await history.RefreshAsync(budget, key, CancellationToken.None);
                answer = act(budget);
            }

            budget.ReservedUsd.ShouldBeGreaterThanOrEqualTo(0m);
            return answer;
        }
        finally
        {
            turn.SetResult();
        }
    }
}
