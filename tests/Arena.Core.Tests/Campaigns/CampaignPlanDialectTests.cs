using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Suites;

namespace Arena.Core.Tests.Campaigns;

public sealed class CampaignPlanDialectTests : IDisposable
{
    private readonly TemporaryFolder models = new();

    public CampaignPlanDialectTests()
    {
        Directory.CreateDirectory(models.Path);
        File.WriteAllText(models.Combine("native.yaml"), Card(""));
        File.WriteAllText(models.Combine("spoken.yaml"), Card("dialect: react\n"));
    }

    [Theory]
    [InlineData("native", null, null)]
    [InlineData("native", "hermes-json", "hermes-json")]
    [InlineData("spoken", null, "react")]
    [InlineData("spoken", "json-fence", "json-fence")]
    [InlineData("spoken", "native", null)]
    public void Create_TakesTheDialectOfTheRequestBeforeTheCards(string model, string? asked, string? holds)
    {
        var spec = Create(model, asked);

        spec.Dialect.ShouldBe(asked);
        spec.Model.Dialect.ShouldBe(holds);
        spec.Harness.ShouldBe(Harness.ArenaLoopIn(holds));
    }

    [Fact]
    public void Create_WithADialectThatDoesNotExist_IsRefusedWithThoseThatDo()
    {
        var refused = Should.Throw<CampaignRefusedException>(() => Create("native", "morse"));

        refused.Field.ShouldBe("dialect");
        refused.Message.ShouldBe("There is no dialect 'morse'; there are: native, hermes-json, qwen3-coder-xml, json-fence, react.");
    }

    [Fact]
    public void IsSameRequest_OfAnotherDialect_IsAnother_AndOfAChangedCardTheSame()
    {
        Create("native", "react").IsSameRequest(Create("native", null)).ShouldBeFalse();
        var before = Create("spoken", null);
        File.WriteAllText(models.Combine("spoken.yaml"), Card("dialect: hermes-json\n"));

        before.IsSameRequest(Create("spoken", null)).ShouldBeTrue();
    }

    public void Dispose() => models.Dispose();

    private CampaignSpec Create(string model, string? dialect)
    {
        var catalog = new ModelCatalog(models.Path);
        return new CampaignPlan(new SuiteCatalog(Repository.Suites), catalog, new ModelProviders([new ScriptedProvider(catalog, TimeProvider.System)]), TimeProvider.System)
            .Create(new CampaignRequest("c", "agentic-core-v1", model, [], Dialect: dialect));
    }

    private static string Card(string dialect) =>
        $"title: m\nprovider: scripted\n{dialect}prices: [ {{ from: 2026-01-01, input: 1, output: 1, source: s }} ]\nscript: {{ default: oracle }}\n";
}
