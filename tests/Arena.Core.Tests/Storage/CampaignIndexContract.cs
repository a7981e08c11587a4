using Arena.Core.Storage;
using Arena.Core.Storage.Files;

namespace Arena.Core.Tests.Storage;

/// <summary>What every <see cref="ICampaignIndex"/> must do.</summary>
public abstract class CampaignIndexContract
{
    protected abstract ICampaignIndex Index { get; }

    [Fact]
    public async Task List_GivesEveryCampaignOnceInOrdinalOrder()
    {
        (await Index.ListAsync(CancellationToken.None)).ShouldBeEmpty();
        foreach (var id in new[] { "b", "a", "C", "a" })
            await Index.AddAsync(id, CancellationToken.None);

        (await Index.ListAsync(CancellationToken.None)).ShouldBe(["C", "a", "b"]);
    }
}

public sealed class InMemoryCampaignIndexTests : CampaignIndexContract
{
    protected override ICampaignIndex Index { get; } = new InMemoryCampaignIndex();
}

public sealed class FileCampaignIndexTests : CampaignIndexContract, IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public FileCampaignIndexTests() => Index = new FileCampaignIndex(temporary.Combine("campaigns"));

    protected override ICampaignIndex Index { get; }

    public void Dispose() => temporary.Dispose();
}
