using Arena.Core.Campaigns;
using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Suites;
using Arena.Core.Tests.Suites;

namespace Arena.Core.Tests.Campaigns;

public sealed class CampaignPlanTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly ModelCatalog models;

    public CampaignPlanTests()
    {
        SmallSuite.Write(temporary.Combine("suites"));
        models = new ModelCatalog(temporary.Combine("models"));
        Directory.CreateDirectory(temporary.Combine("models"));
        Card("usd", "prices: [ { from: 1970-01-01, input: 1, output: 2, source: list, currency: USD } ]");
        Card("eur", "prices: [ { from: 1970-01-01, input: 1, output: 2, source: list, currency: EUR } ]");
        Card("later", "prices: [ { from: 1999-01-01, input: 1, output: 2, source: list } ]");
        Card("none", "notes: no price");
    }

    [Fact]
    public void Create_OfAPricedModel_PinsTheTableOfTheDay()
    {
        var spec = Plan().Create(Request("usd") with { BudgetUsd = 5m, BudgetPerRunUsd = 0.5m });

        spec.Model.Prices.ShouldBe(new PriceTable(new DateOnly(1970, 1, 1), 1m, 2m, null, null, "list"));
        (spec.BudgetUsd, spec.BudgetPerRunUsd, spec.AllowUnpriced, spec.IsPriced).ShouldBe((5m, 0.5m, false, true));
    }

    [Theory]
    [InlineData("none", "The price of model none is unknown on 1970-01-01, so no budget can be kept. Add a price table to its card, or allow it to run unpriced (--allow-unpriced, allowUnpriced)")]
    [InlineData("later", "unknown on 1970-01-01")]
    [InlineData("eur", "The prices of model eur are in EUR, and only USD is charged. Write them in US dollars in its card and the rate and its day into the table's source, or allow")]
    public void Create_AtAPriceThatCannotBeCharged_IsRefusedUnlessAllowed(string model, string told)
    {
        var refused = Should.Throw<CampaignRefusedException>(() => Plan().Create(Request(model)));
        refused.Field.ShouldBe("model");
        refused.Message.ShouldContain(told);

        var spec = Plan().Create(Request(model) with { AllowUnpriced = true });
        (spec.Model.Prices, spec.AllowUnpriced, spec.IsPriced).ShouldBe((null, true, false));
    }

    [Fact]
    public void Create_AtAnUnknownPriceWithABudget_IsRefused()
    {
        Refusal(Plan(), Request("none") with { AllowUnpriced = true, BudgetUsd = 1m }).ShouldBe("budgetUsd");
        Refusal(Plan(), Request("none") with { AllowUnpriced = true, BudgetPerRunUsd = 1m }).ShouldBe("budgetPerRunUsd");
        Refusal(Plan(dayBudgetUsd: 20m), Request("none") with { AllowUnpriced = true }).ShouldBe("allowUnpriced");
        Plan(dayBudgetUsd: 20m).Create(Request("usd") with { AllowUnpriced = true, BudgetUsd = 1m }).IsPriced.ShouldBeTrue("its price is known");
    }

    [Fact]
    public void Create_WithABudgetThatAllowsNothing_IsRefused()
    {
        Refusal(Plan(), Request("usd") with { BudgetUsd = 0m }).ShouldBe("budgetUsd");
        Refusal(Plan(), Request("usd") with { BudgetPerRunUsd = -1m }).ShouldBe("budgetPerRunUsd");
    }

    [Fact]
    public void SameRequest_HasTheSameCaps()
    {
        var spec = Plan().Create(Request("usd") with { BudgetUsd = 5m });

        spec.IsSameRequest(Plan().Create(Request("usd") with { BudgetUsd = 5m })).ShouldBeTrue();
        spec.IsSameRequest(Plan().Create(Request("usd") with { BudgetUsd = 5m, BudgetPerRunUsd = 1m })).ShouldBeFalse();
        spec.IsSameRequest(Plan().Create(Request("usd") with { BudgetUsd = 5m, AllowUnpriced = true })).ShouldBeFalse();
    }

    public void Dispose() => temporary.Dispose();

    private static CampaignRequest Request(string model) => new("c", SmallSuite.Id, model, []);

    private static string Refusal(CampaignPlan plan, CampaignRequest request) => Should.Throw<CampaignRefusedException>(() => plan.Create(request)).Field;

    private CampaignPlan Plan(decimal? dayBudgetUsd = null)
    {
        var time = new ManualTime();
        return new CampaignPlan(
            new SuiteCatalog(temporary.Combine("suites")), models, new ModelProviders([new ScriptedProvider(models, time)]), time, dayBudgetUsd);
    }

    private void Card(string id, string more) =>
        File.WriteAllText(temporary.Combine("models", id + ".yaml"), $"title: {id}\nprovider: scripted\n{more}\nscript: {{ default: oracle }}\n");
}
