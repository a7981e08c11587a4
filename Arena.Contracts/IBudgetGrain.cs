namespace Arena.Contracts;

/// <summary>The money of a campaign, by its id: what its runs have settled, left unsettled and reserved.</summary>
[Alias("arena.budget")]
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves the worst case of a run's next call in place of what was reserved for the run before. What does not fit is refused.</summary>
    [Alias("reserve")]
    Task<ReserveReply> ReserveAsync(ReserveRequest request);

    /// <summary>Tells what a run has spent and that nothing is reserved for it. A report older than what is known changes nothing.</summary>
    [Alias("report")]
    Task ReportAsync(SpendReport report);

    /// <summary>What is known now.</summary>
    [Alias("get")]
    Task<BudgetSnapshot> GetAsync();
}
