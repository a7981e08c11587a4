using Arena.Core.Models;
using Arena.Core.Models.Scripted;
using Arena.Core.Runs;
using Arena.Core.Tests.Runs;
using Arena.Core.Tests.Suites;
using Microsoft.Extensions.AI;

namespace Arena.Core.Tests.Models;

public sealed class ScriptedProviderTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();
    private readonly TemporarySuite suite = new();

    [Fact]
    public async Task Forecast_OfEveryCall_IsWhatTheCallClaims()
    {
        File.WriteAllText(temporary.Combine("m.yaml"), """
            title: claims far more than it says
            provider: scripted
            script:
              default:
                turns:
                  - { text: one, usage: { input: 5_000_000, output: 900_000 } }
                  - { text: two }
                  - { text: three, usage: { input: 7, output: 1 } }
            """);
        var models = new ModelCatalog(temporary.Path);
        var provider = new ScriptedProvider(models, TimeProvider.System);
        var created = new Scenario([], new MemoryWorld("")).Created() with { Model = models.Get("m").On(new DateOnly(2026, 11, 24)) };
        using var client = provider.Create(created, suite.Task);
        var messages = new List<ChatMessage> { new(ChatRole.User, new string('x', 400)) };

        foreach (var (input, output) in new[] { (5_000_000L, 900_000L), (101L, 1L), (7L, 1L), (103L, 0L) })
        {
            var forecast = provider.Forecast(created, suite.Task, messages);
            var response = await client.GetResponseAsync(messages);
            forecast.ShouldBe(new TokenForecast(input, output));
            (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount).ShouldBe((input, output));
            messages.AddRange(response.Messages);
        }
    }

    public void Dispose()
    {
        suite.Dispose();
        temporary.Dispose();
    }
}
