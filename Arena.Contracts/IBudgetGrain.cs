namespace Arena.Contracts;

/// <summary>
/// Money: what runs have settled, left unsettled and reserved. By campaign id the money of that campaign; by <c>day/2026-11-24</c>
/// that of all campaigns in the calls of a UTC day. Volatile: what was spent is the fold of the transcripts.
/// </summary>
[Alias("arena.budget")]
public interface IBudgetGrain : IGrainWithStringKey
{
    /// <summary>Reserves the worst case of a run's next call in place of what was reserved for the run before. What does not fit is refused.</summary>
    [Alias("reserve")]
    Task<ReserveReply> ReserveAsync(ReserveRequest request);

    /// <summary>
    /// Tells what a run with an open call has spent. False where that call must not leave: its reservation is not known any more
    /// and does not fit.
    /// </summary>
    [Alias("confirm")]
    Task<bool> ConfirmAsync(SpendReport report);

    /// <summary>Tells what a run has spent and that nothing is reserved for it but its open call. A report older than what is known changes nothing.</summary>
    [Alias("report")]
    Task ReportAsync(SpendReport report);

    /// <summary>What is known now.</summary>
    [Alias("get")]
    Task<BudgetSnapshot> GetAsync();
}
