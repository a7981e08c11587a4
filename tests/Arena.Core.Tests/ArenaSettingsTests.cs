using Arena.Core.Configuration;

namespace Arena.Core.Tests;

public sealed class ArenaSettingsTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    [Fact]
    public void Load_TakesTheLaterSource()
    {
        Directory.CreateDirectory(temporary.Combine("suites"));
        File.WriteAllText(temporary.Combine("arena.json"), """
            {
              // comments are allowed
              "data": "from-file",
              "sandboxSlots": 3,
              "address": "http://127.0.0.1:7000"
            }
            """);

        var settings = Load(new() { ["ARENA_DATA"] = "/from/environment", ["ARENA_ADDRESS"] = "http://localhost:7001", ["PATH"] = "x" }, new() { ["address"] = "http://localhost:7002" });

        settings.Data.ShouldBe("/from/environment");
        settings.Address.ShouldBe("http://localhost:7002");
        settings.SandboxSlots.ShouldBe(3);
        settings.AllowUnsandboxed.ShouldBeFalse();
        settings.Suites.ShouldBe(temporary.Combine("suites"));
    }

    [Theory]
    [InlineData("{\n  \"colour\": 1\n}", "arena.json:2: unknown setting 'colour'; allowed are data, suites")]
    [InlineData("{\n  \"data\": 1,\n  \"data\": 2\n}", "arena.json:3: data stands twice")]
    [InlineData("{\n  \"sandboxSlots\": 0\n}", "arena.json:2: '0' is not allowed; write a whole number from 1")]
    [InlineData("{\n  \"dayBudgetUsd\": 0\n}", "arena.json:2: '0' is not allowed; write US dollars above 0, like 25 or 12.50")]
    [InlineData("{\n  \"dayBudgetUsd\": \"1e3\"\n}", "arena.json:2: '1e3' is not allowed")]
    [InlineData("{\n  \"data\": {}\n}", "arena.json:2: data must be a text")]
    [InlineData("{\n  \"data\" \"x\"\n}", "arena.json:2: this is no valid JSON")]
    [InlineData("[]", "arena.json:1: the file must hold one object")]
    [InlineData("{ \"address\": \"http://0.0.0.0:5180\" }", "loopback")]
    public void Load_OfABrokenFile_NamesThePlaceAndWhatIsAllowed(string json, string told)
    {
        File.WriteAllText(temporary.Combine("arena.json"), json);

        Should.Throw<SettingsException>(() => Load([])).Message.ShouldContain(told);
    }

    [Fact]
    public void DayBudget_IsReadExactly_AndIsNoneWhereNothingSaysIt()
    {
        Load([]).DayBudgetUsd.ShouldBeNull();
        Load(new() { ["ARENA_DAY_BUDGET_USD"] = "12.50" }).DayBudgetUsd.ShouldBe(12.50m);
        File.WriteAllText(temporary.Combine("arena.json"), "{ \"dayBudgetUsd\": 25 }");
        Load([]).DayBudgetUsd.ShouldBe(25m);
    }

    [Fact]
    public void Load_OfAnUnknownVariable_IsRefused() =>
        Should.Throw<SettingsException>(() => Load(new() { ["ARENA_DTAA"] = "x" })).Message.ShouldContain("environment variable ARENA_DTAA: unknown setting");

    public void Dispose() => temporary.Dispose();

    private ArenaSettings Load(Dictionary<string, string> environment, Dictionary<string, string>? options = null) =>
        ArenaSettings.Load(temporary.Path, new Dictionary<string, string>(environment) { ["HOME"] = temporary.Path }, options);
}
