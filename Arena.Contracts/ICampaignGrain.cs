namespace Arena.Contracts;

/// <summary>A campaign, by its id. Writes the campaign's log, starts its runs within the window, wakes what went silent.</summary>
[Alias("arena.campaign")]
public interface ICampaignGrain : IGrainWithStringKey
{
    /// <summary>
    /// Creates the campaign and starts it. The same order again answers <see cref="OrderOutcome.Same"/> and changes nothing;
    /// another order under the id answers <see cref="OrderOutcome.Conflict"/>; one that names what does not exist, or a model
    /// without a price where that is not allowed, answers <see cref="OrderOutcome.Refused"/> with the reason.
    /// </summary>
    [Alias("order")]
    Task<OrderReceipt> OrderAsync(CampaignOrder order);

    /// <summary>Holds the campaign: every run finishes the step under way and takes no further one. False where there is no such campaign or it is over.</summary>
    [Alias("pause")]
    Task<bool> PauseAsync(string reason);

    /// <summary>Goes on after a pause. False where there is no such campaign or it is over.</summary>
    [Alias("resume")]
    Task<bool> ResumeAsync();

    /// <summary>Ends the campaign: runs under way are broken off, others never start. False where there is no such campaign or it is over.</summary>
    [Alias("cancel")]
    Task<bool> CancelAsync(string reason);

    /// <summary>A run tells where it is. A report older than what is known changes nothing.</summary>
    [Alias("report")]
    Task ReportAsync(RunReport report);
}
